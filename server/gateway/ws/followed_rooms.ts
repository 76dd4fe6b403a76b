/**
 * The rooms that one connection follows: each from the client's cursor on, without a hole and without an
 * overlap, until the account is out of it.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import { encodeFrame, type Removal, type Room } from "../../../shared/protocol/mod.ts";
import { putOutBy } from "../../chat/rooms.ts";
import type { Gateway } from "../gateway.ts";
import type { Subscriber } from "./fan_out.ts";
import type { Outbox } from "./outbox.ts";
import { Resume } from "./resume.ts";

export class FollowedRooms {
  readonly #gateway: Gateway;
  readonly #subscriber: Subscriber;
  readonly #outbox: Outbox;
  /** Ids. */
  readonly #rooms = new Set<string>();
  /** Rooms that the account was put out of, while they are not followed anew. Most never are. */
  #outOf: Set<string> | undefined;
  /** Resumes under way. */
  #resuming = 0;
  #ended = false;

  /** @param subscriber gets what is live; what is read from the log goes to the outbox before it. */
  constructor(gateway: Gateway, subscriber: Subscriber, outbox: Outbox) {
    this.#gateway = gateway;
    this.#subscriber = subscriber;
    this.#outbox = outbox;
  }

  has(room: string): boolean {
    return this.#rooms.has(room);
  }

  ids(): Iterable<string> {
    return this.#rooms;
  }

  hasAny(rooms: ReadonlySet<string>): boolean {
    for (const room of this.#rooms) if (rooms.has(room)) return true;
    return false;
  }

  /** The connection ends: nothing comes any more. */
  end(): void {
    this.#ended = true;
    this.#gateway.fanOut.drop(this.#subscriber);
  }

  /** Subscribes to rooms of an account. @param cursors where the client is, by room. */
  async follow(
    account: string,
    rooms: readonly Room[],
    cursors: Record<string, number>,
    backlog: number,
  ): Promise<void> {
    this.#resuming++;
    try {
      const resume = new Resume(this.#gateway.reader);
      for (const room of rooms) {
        if (this.#ended) return;
        this.#rooms.add(room.id);
        const upTo = await this.#subscribe(account, room);
        if (upTo === undefined) continue;
        const cursor = cursors[room.id];
        const after = cursor !== undefined && cursor <= room.head
          ? cursor
          : Math.max(0, room.head - backlog);
        const { gap, frames } = await resume.read(room.id, after, upTo);
        if (this.#ended) return;
        if (gap) this.#outbox.reply(encodeFrame(gap));
        if (frames !== "") this.#outbox.reply(frames);
      }
    } finally {
      if (--this.#resuming === 0 && !this.#ended) this.#outbox.release();
    }
  }

  /** The account was put out of a room: what comes from now on is not for it. `leave` follows. */
  putOut(room: string): void {
    (this.#outOf ??= new Set()).add(room);
    this.#gateway.fanOut.unsubscribe(room, this.#subscriber);
  }

  /** The account is no longer in a room. */
  leave(room: string, removed?: Removal): void {
    if (!this.#rooms.delete(room)) return;
    this.#gateway.unfollow(room, this.#subscriber);
    if (!this.#ended) this.#outbox.reply(encodeFrame({ type: "left", room, removed }));
  }

  /**
   * @returns the `seq` up to which the log has to be read: everything behind it comes live. Undefined for
   * an account that was put out since its rooms were looked up: `leave` follows, whether it is in again or
   * not.
   */
  async #subscribe(account: string, { id, head }: Room): Promise<number | undefined> {
    const { feed, fanOut } = this.#gateway;
    let seen = head;
    for (;;) {
      const opened = await feed.open(id, seen);
      if (this.#ended) return undefined;
      if (!opened) continue;
      // From here on the feed tells who is put out; of what it published before, the log does.
      this.#outOf?.delete(id);
      const { position } = opened;
      if (await this.#wasPutOut(account, id, seen, position)) return undefined;
      if (this.#ended || this.#outOf?.has(id)) return undefined;
      seen = position;
      if (feed.isOpen(id, opened)) {
        this.#outbox.hold();
        fanOut.subscribe(id, this.#subscriber);
        return opened.position;
      }
    }
  }

  /** True if one of a room's events with after < seq ≤ upTo puts the account out. */
  async #wasPutOut(account: string, room: string, after: number, upTo: number): Promise<boolean> {
    while (after < upTo) {
      const events = await this.#gateway.reader.range(room, { after, upTo }, {
        events: limits.historyEvents,
        bytes: limits.historyBytes,
      });
      if (events.length === 0) break;
      if (events.some((event) => putOutBy(event) === account)) return true;
      after = events[events.length - 1].seq;
    }
    return false;
  }
}
