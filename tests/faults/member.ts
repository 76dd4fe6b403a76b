/**
 * A member of a room on gateways that run in this process, and waiting for those.
 * @module
 */
import type { LogEvent } from "../../shared/protocol/mod.ts";
import type { Frame } from "../support/client.ts";
import { FakePeer, type Wired } from "../support/wired.ts";
import type { Acknowledged } from "./checker.ts";

/** An account that writes, and comes back with its cursor whenever it is sent elsewhere. */
export class Member {
  readonly events: LogEvent[] = [];
  readonly acknowledged: Acknowledged[] = [];
  readonly unexpected: Frame[] = [];
  peer!: FakePeer;
  #sent = 0;
  /** Ids of what was sent over this connection and not answered yet. */
  readonly #waiting = new Set<string>();

  constructor(readonly account: { id: string; token: string }, readonly room: string) {}

  connect(wired: Wired, gateway: number): void {
    this.peer?.vanish();
    this.#waiting.clear();
    this.peer = new FakePeer(wired.gateways[gateway]);
    this.peer.onFrame = (frame) => {
      if (frame.type === "gap" || frame.type === "refuse") this.unexpected.push(frame);
      if (frame.type === "event") this.events.push(frame as unknown as LogEvent);
      if (frame.type === "ack") {
        const { id, seq } = frame;
        this.#waiting.delete(id);
        this.acknowledged.push({ author: this.account.id, id, seq, text: `text of ${id}` });
      }
    };
    const cursor = this.events.at(-1)?.seq ?? 0;
    this.peer.say({
      type: "hello",
      token: this.account.token,
      cursors: { [this.room]: cursor },
    });
  }

  write(): void {
    const isWelcome = this.peer.frames.length > 0;
    const id = `m${++this.#sent}`;
    if (!isWelcome) return;
    this.#waiting.add(id);
    this.peer.say({ type: "send", id, room: this.room, text: `text of ${id}` });
  }

  /** True if all that was sent over this connection is acknowledged. */
  get isAnswered(): boolean {
    return this.#waiting.size === 0;
  }
}

/** Lets so many turns of the event loop go by. */
export async function settle(turns: number): Promise<void> {
  for (let n = 0; n < turns; n++) await new Promise((resolve) => setImmediate(resolve));
}
