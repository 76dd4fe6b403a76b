/**
 * Follows a room's log for ever: each event after a cursor, once, in order.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { ChatConnection } from "../../shared/connection.ts";
import type { NetworkEvent } from "../../shared/connection.ts";
import type { AnyEvent } from "../../shared/net/resume.ts";

export interface FollowOptions {
  /** Id of the room. */
  room: string;
  /** `seq` of the last event that the caller has. */
  after: number;
  /** Makes a connection, not yet started, that delivers the room's events after a cursor. */
  open(after: number): ChatConnection;
  /** Told when the connection is gone, each time, with the reason. */
  offline(reason: string): void;
  /** Ends it. */
  signal: AbortSignal;
}

/**
 * The events, as they come.
 *
 * What waits for a slow reader is bounded: past the bound the connection is closed until the reader has
 * caught up, and then resumes from the cursor.
 *
 * @throws {ParleyError} `not-signed-in` or `forbidden` when the session or the membership has ended.
 */
export async function* follow(options: FollowOptions): AsyncGenerator<AnyEvent> {
  let after = options.after;
  while (!options.signal.aborted) {
    const stretch = new Stretch(options, after);
    try {
      yield* stretch.events();
    } finally {
      await stretch.close();
    }
    after = stretch.after;
  }
}

/** One connection, until it is ended or the reader is too slow for it. */
class Stretch {
  /** `seq` of the last event that was taken in. */
  after: number;
  readonly #options: FollowOptions;
  readonly #connection: ChatConnection;
  #queue: AnyEvent[] = [];
  #ended = false;
  #error: ParleyError | undefined;
  #online = true;
  #wake = () => {};

  constructor(options: FollowOptions, after: number) {
    this.#options = options;
    this.after = after;
    this.#connection = options.open(after);
    this.#connection.on((event) => this.#take(event));
    this.#connection.start();
    options.signal.addEventListener("abort", this.#end);
  }

  async *events(): AsyncGenerator<AnyEvent> {
    for (;;) {
      const batch = this.#queue;
      this.#queue = [];
      yield* batch;
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
    const { room } = this.#options;
    if (event.type === "event") {
      this.after = event.event.seq;
      this.#queue.push(event.event);
      if (this.#queue.length >= limits.followedEvents) this.#end();
      else this.#wake();
    } else if (event.type === "status") {
      this.#status(event.status);
    } else if (
      (event.type === "left" && event.room === room) ||
      (event.type === "welcome" && !event.welcome.rooms.some(({ id }) => id === room))
    ) {
      this.#end(new ParleyError("forbidden", "You are no longer in this room. Join it again."));
    }
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
