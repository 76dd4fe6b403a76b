/**
 * Follows the logs of some rooms for ever: each event after a cursor, once, in the order of its room.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { ChatConnection } from "../../shared/connection.ts";
import type { NetworkEvent } from "../../shared/connection.ts";
import type { AnyEvent } from "../../shared/net/resume.ts";

/** Room id → `seq` of the last event that the caller has. */
export type Cursors = Record<string, number>;

export interface FollowOptions {
  /** The rooms, and where to begin in each. */
  cursors: Cursors;
  /** Makes a connection, not yet started, that delivers the rooms' events after these cursors. */
  open(cursors: Cursors): ChatConnection;
  /** Told when the connection is gone, each time, with the reason. */
  offline(reason: string): void;
  /** Ends it. */
  signal: AbortSignal;
}

/**
 * The events as they come, in batches of `limits.followedBatch` at the most.
 *
 * What waits for a slow reader is bounded: past the bound the connection is closed until the reader has
 * caught up, and then resumes from the cursors.
 *
 * @throws {ParleyError} `not-signed-in` or `forbidden` when the session or a membership has ended.
 */
export async function* follow(options: FollowOptions): AsyncGenerator<AnyEvent[]> {
  let cursors = options.cursors;
  while (!options.signal.aborted) {
    const stretch = new Stretch(options, cursors);
    try {
      yield* stretch.batches();
    } finally {
      await stretch.close();
    }
    cursors = stretch.cursors;
  }
}

/** One connection, until it is ended or the reader is too slow for it. */
class Stretch {
  /** Up to where events were taken in. */
  readonly cursors: Cursors;
  readonly #options: FollowOptions;
  readonly #connection: ChatConnection;
  #queue: AnyEvent[] = [];
  #ended = false;
  #error: ParleyError | undefined;
  #online = true;
  #wake = () => {};

  constructor(options: FollowOptions, cursors: Cursors) {
    this.#options = options;
    this.cursors = { ...cursors };
    this.#connection = options.open(cursors);
    this.#connection.on((event) => this.#take(event));
    this.#connection.start();
    options.signal.addEventListener("abort", this.#end);
  }

  async *batches(): AsyncGenerator<AnyEvent[]> {
    for (;;) {
      const queue = this.#queue;
      this.#queue = [];
      for (let from = 0; from < queue.length; from += limits.followedBatch) {
        yield queue.slice(from, from + limits.followedBatch);
        if (this.#options.signal.aborted) return;
      }
      if (this.#options.signal.aborted) return;
      if (this.#queue.length > 0) continue;
      if (this.#error) throw this.#error;
      if (this.#ended) return;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  async close(): Promise<void> {
    this.#options.signal.removeEventListener("abort", this.#end);
    this.#ended = true;
    await this.#connection.close();
  }

  readonly #end = (error?: unknown) => {
    this.#ended = true;
    if (error instanceof ParleyError) this.#error ??= error;
    this.#wake();
  };

  #take(event: NetworkEvent): void {
    if (this.#ended) return;
    if (event.type === "event") {
      this.cursors[event.event.room] = event.event.seq;
      this.#queue.push(event.event);
      if (this.#queue.length >= limits.followedEvents) this.#end();
      else this.#wake();
    } else if (event.type === "status") {
      this.#status(event.status);
    } else if (this.#isOutside(event)) {
      const rooms = Object.keys(this.cursors).length === 1 ? "this room" : "one of the rooms";
      this.#end(new ParleyError("forbidden", `You are no longer in ${rooms}. Join it again.`));
    }
  }

  /** True if it tells that we are not, or no longer, in a room that we follow. */
  #isOutside(event: NetworkEvent): boolean {
    if (event.type === "left") return event.room in this.cursors;
    if (event.type !== "welcome") return false;
    const rooms = new Set(event.welcome.rooms.map(({ id }) => id));
    return Object.keys(this.cursors).some((room) => !rooms.has(room));
  }

  #status(status: Extract<NetworkEvent, { type: "status" }>["status"]): void {
    if (status.state === "online") this.#online = true;
    if (status.state === "closed") this.#end(new ParleyError("not-signed-in", status.reason));
    // Once for each time that it is lost, not for each try.
    if (status.state === "offline" && this.#online) {
      this.#online = false;
      this.#options.offline(status.reason);
    }
  }
}
