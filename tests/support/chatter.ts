/**
 * A member who writes without pause and never gives up: sends again what was not acknowledged, comes
 * back with its cursor, pages through what a gap leaves out, and notes all that it sees.
 * @module
 */
import type { LogEvent } from "../../shared/protocol/mod.ts";
import type { Acknowledged, Sent, View } from "../faults/checker.ts";
import { type Frame, TestClient } from "./client.ts";
import type { Account } from "./http.ts";
import { sleep } from "./wait.ts";

/** Messages under way at once. */
const WINDOW = 16;

/** Refusals after which the same message is sent again. */
const PASSING = ["busy", "rate-limited", "unavailable"];

export class Chatter {
  /** The room's events in the order in which they came, over all connections. */
  readonly events: LogEvent[] = [];
  readonly acknowledged: Acknowledged[] = [];
  /** What it gave up: it was told that it isn't in the room. */
  readonly givenUp: Sent[] = [];
  /** Frames that should never have come. */
  readonly unexpected: Frame[] = [];
  /** Why messages had to be sent again later: code → how often. */
  readonly setbacks = new Map<string, number>();
  /** Times that it was welcomed. */
  welcomes = 0;
  readonly #waiting: Sent[] = [];
  #written = 0;
  #writes = true;
  #client: TestClient | undefined;
  #left = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
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

  get view(): View {
    return { member: this.account.id, events: this.events };
  }

  /** Writes no more; what is not acknowledged is still sent again. */
  finishWriting(): void {
    this.#writes = false;
  }

  async leave(): Promise<void> {
    this.#left = true;
    clearTimeout(this.#retry);
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
        this.#sendAgain(client);
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
        if (frame.room !== this.room) break;
        this.#behindGap = { upTo: frame.upTo, events: [] };
        this.#askForPage(client);
        break;
      case "done":
        this.#fillGap(client, frame.result.events);
        break;
      case "refuse":
        this.#takeRefusal(client, frame);
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
      const message = { author: this.account.id, id: `m${n}`, text: `${this.account.name} ${n}` };
      this.#waiting.push(message);
      this.#send(client, message);
    }
  }

  #sendAgain(client: TestClient): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    for (const message of this.#waiting) this.#send(client, message);
  }

  #send(client: TestClient, { id, text }: Sent): void {
    client.send({ type: "send", id, room: this.room, text });
  }

  #acknowledge({ id, seq }: Frame): void {
    const message = this.#settle(id);
    if (message) this.acknowledged.push({ ...message, seq });
  }

  #takeRefusal(client: TestClient, frame: Frame): void {
    const { id, code, retryAfter = 0.5 } = frame;
    if (PASSING.includes(code)) {
      this.setbacks.set(code, (this.setbacks.get(code) ?? 0) + 1);
      this.#retry ??= setTimeout(() => this.#sendAgain(client), retryAfter * 1000);
      return;
    }
    const message = code === "not-found" ? this.#settle(id) : undefined;
    if (!message) return void this.unexpected.push(frame);
    this.#writes = false;
    this.givenUp.push(message);
  }

  /** @returns the message that waited for this answer; not at a second answer to what was sent again. */
  #settle(id: string): Sent | undefined {
    const index = this.#waiting.findIndex((waiting) => waiting.id === id);
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }
}
