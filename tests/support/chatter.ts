/**
 * A member who writes without pause and never gives up: sends again what was not acknowledged, comes
 * back with its cursor, pages through what a gap leaves out, and notes all that it sees.
 * @module
 */
import type { LogEvent } from "../../shared/protocol/mod.ts";
import type { Acknowledged } from "./checker.ts";
import { type Frame, TestClient } from "./client.ts";
import type { Account } from "./http.ts";
import { sleep } from "./wait.ts";

/** Messages under way at once. */
const WINDOW = 16;

interface Waiting {
  id: string;
  text: string;
}

export class Chatter {
  /** The room's events in the order in which they came, over all connections. */
  readonly events: LogEvent[] = [];
  readonly acknowledged: Acknowledged[] = [];
  /** Frames that should never have come. */
  readonly unexpected: Frame[] = [];
  /** Times that it was welcomed. */
  welcomes = 0;
  readonly #waiting: Waiting[] = [];
  #written = 0;
  #writes = true;
  #client: TestClient | undefined;
  #left = false;
  /** Events that wait until the gap before them is filled, which ends at `upTo`. */
  #behindGap: { upTo: number; events: LogEvent[] } | undefined;

  constructor(readonly url: string, readonly account: Account, readonly room: string) {}

  /** `seq` of the last event that it saw. */
  get cursor(): number {
    return this.events.at(-1)?.seq ?? 0;
  }

  /** Messages that it wrote and that are not acknowledged. */
  get pending(): number {
    return this.#waiting.length;
  }

  /** Writes no more; what is not acknowledged is still sent again. */
  finishWriting(): void {
    this.#writes = false;
  }

  async leave(): Promise<void> {
    this.#left = true;
    await this.#client?.close();
  }

  /** Comes, and comes back whenever the connection is gone, until it leaves. */
  async run(): Promise<void> {
    while (!this.#left) {
      const client = this.#client = new TestClient(this.url);
      client.onFrame = (frame) => this.#take(client, frame);
      client.opened.then(() => client.send(this.#hello()), () => {});
      await client.closed;
      if (client.broken) throw client.broken;
      await sleep(10);
    }
  }

  #hello() {
    const { token } = this.account;
    return { type: "hello" as const, token, cursors: { [this.room]: this.cursor } };
  }

  #take(client: TestClient, frame: Frame): void {
    switch (frame.type) {
      case "welcome":
        this.welcomes++;
        this.#behindGap = undefined;
        for (const waiting of this.#waiting) this.#send(client, waiting);
        this.#write(client);
        break;
      case "ack":
        this.#acknowledge(frame);
        this.#write(client);
        break;
      case "event":
        if (frame.room !== this.room) break;
        (this.#behindGap?.events ?? this.events).push(frame as unknown as LogEvent);
        break;
      case "gap":
        this.#behindGap = { upTo: frame.upTo, events: [] };
        this.#askForPage(client);
        break;
      case "done":
        this.#fillGap(client, frame.result.events);
        break;
      case "refuse":
        this.unexpected.push(frame);
    }
  }

  #askForPage(client: TestClient): void {
    const before = this.#behindGap!.upTo + 1;
    const { room, cursor } = this;
    client.send({ type: "history", id: client.newId(), room, after: cursor, before, limit: 200 });
  }

  #fillGap(client: TestClient, events: LogEvent[]): void {
    this.events.push(...events);
    if (this.cursor < this.#behindGap!.upTo) return this.#askForPage(client);
    this.events.push(...this.#behindGap!.events);
    this.#behindGap = undefined;
  }

  #write(client: TestClient): void {
    while (this.#writes && this.#waiting.length < WINDOW) {
      const n = ++this.#written;
      const waiting = { id: `m${n}`, text: `${this.account.name} ${n}` };
      this.#waiting.push(waiting);
      this.#send(client, waiting);
    }
  }

  #send(client: TestClient, { id, text }: Waiting): void {
    client.send({ type: "send", id, room: this.room, text });
  }

  #acknowledge({ id, seq }: Frame): void {
    const index = this.#waiting.findIndex((waiting) => waiting.id === id);
    // A second answer to a message that was sent again.
    if (index < 0) return;
    const [{ text }] = this.#waiting.splice(index, 1);
    this.acknowledged.push({ author: this.account.id, id, seq, text });
  }
}
