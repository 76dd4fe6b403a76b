/**
 * The cursors: decides of each event that comes in whether it is next, a duplicate, or behind a hole,
 * so that every event is delivered once and in order whatever the network does. Pure.
 * @module
 */
import { limits } from "../limits.ts";
import type { Gap, LogEvent, Room, UnknownEvent } from "../protocol/mod.ts";

export type AnyEvent = LogEvent | UnknownEvent;

/** What is delivered, in order. */
export type Delivery =
  | { type: "event"; event: AnyEvent }
  | { type: "skipped"; room: string; after: number; upTo: number };

/** What to do about a `gap` frame: read what is missing from the history, or leave it out. */
export type GapPolicy = "fill" | "skip";

interface Hole {
  /** Events up to this `seq` exist: the hole is filled when the cursor gets there. */
  upTo: number;
  /** Events behind the hole, by `seq`, at most `limits.heldEvents`. */
  held: Map<number, AnyEvent>;
}

export class Resume {
  readonly #cursors: Map<string, number>;
  readonly #holes = new Map<string, Hole>();
  /** Rooms that were left: what still comes from them is not delivered. */
  readonly #left = new Set<string>();

  /** @param cursors room id → `seq` of the last event that the caller has dealt with. */
  constructor(cursors: Record<string, number>, readonly gaps: GapPolicy) {
    this.#cursors = new Map(Object.entries(cursors));
  }

  /** The cursors as `hello` carries them. */
  cursors(): Record<string, number> {
    return Object.fromEntries(this.#cursors);
  }

  /** A room with a hole, and the cursor that it has to be read from. */
  hole(): { room: string; after: number } | undefined {
    for (const room of this.#holes.keys()) return { room, after: this.#cursors.get(room)! };
  }

  /** The connection is gone. The server sends everything after the cursors again. */
  disconnected(): void {
    this.#holes.clear();
  }

  /**
   * The rooms as the server has them now, before what it sends after the cursors.
   *
   * @param backlog how many events a room without a cursor starts with.
   */
  welcome(rooms: readonly Room[], backlog: number): void {
    this.#left.clear();
    const known = new Set(rooms.map((room) => room.id));
    for (const room of this.#cursors.keys()) if (!known.has(room)) this.#cursors.delete(room);
    for (const room of rooms) this.#place(room, backlog);
  }

  /** The server starts with the newest events; of a room that was left before, some are known. */
  joined({ id, head }: Room): void {
    this.#left.delete(id);
    const newest = Math.max(0, head - limits.backlogEvents);
    this.#cursors.set(id, Math.max(this.#cursors.get(id) ?? 0, newest));
  }

  /** Where the server starts to send: behind the cursor, or with the room's newest events. */
  #place({ id, head }: Room, backlog: number): void {
    const cursor = this.#cursors.get(id);
    // A log shorter than the cursor is another log: the server was restored from a backup.
    if (cursor !== undefined && cursor <= head) return;
    this.#cursors.set(id, Math.max(0, head - backlog));
  }

  left(room: string): void {
    this.#left.add(room);
    this.#holes.delete(room);
  }

  /** An event from the server. */
  event(event: AnyEvent): Delivery[] {
    if (this.#left.has(event.room)) return [];
    const cursor = this.#cursors.get(event.room) ?? event.seq - 1;
    if (event.seq <= cursor) return [];
    if (event.seq === cursor + 1) return this.#deliver([event]);
    const hole = this.#open(event.room, event.seq);
    if (hole.held.size < limits.heldEvents) hole.held.set(event.seq, event);
    return [];
  }

  /** The server will not send the events of this range. */
  gap({ room, after, upTo }: Pick<Gap, "room" | "after" | "upTo">): Delivery[] {
    if (this.#left.has(room)) return [];
    const cursor = this.#cursors.get(room) ?? after;
    if (upTo <= cursor) return [];
    this.#cursors.set(room, cursor);
    if (this.gaps === "skip") return this.#skip(room, upTo);
    this.#open(room, upTo);
    return [];
  }

  /**
   * A page of history for the {@linkcode hole}: the events after the cursor, in order.
   *
   * @returns `undefined` if the page brings the cursor no further: then the log itself has a hole.
   */
  page(room: string, events: readonly AnyEvent[]): Delivery[] | undefined {
    const hole = this.#holes.get(room);
    const cursor = this.#cursors.get(room);
    if (!hole || cursor === undefined) return [];
    const delivered = this.#deliver(events.filter((event) => event.seq > cursor));
    return delivered.length > 0 ? delivered : undefined;
  }

  #open(room: string, upTo: number): Hole {
    const hole = this.#holes.get(room) ?? { upTo, held: new Map() };
    hole.upTo = Math.max(hole.upTo, upTo);
    this.#holes.set(room, hole);
    return hole;
  }

  /** Delivers those of `events` (of one room) that are next, and what was held behind them. */
  #deliver(events: readonly AnyEvent[]): Delivery[] {
    const delivered: Delivery[] = [];
    for (const event of events) {
      const cursor = this.#cursors.get(event.room) ?? event.seq - 1;
      if (event.seq !== cursor + 1) break;
      this.#cursors.set(event.room, event.seq);
      delivered.push({ type: "event", event });
    }
    if (events.length > 0) this.#drain(events[0].room, delivered);
    return delivered;
  }

  #skip(room: string, upTo: number): Delivery[] {
    const after = this.#cursors.get(room)!;
    const delivered: Delivery[] = [{ type: "skipped", room, after, upTo }];
    this.#cursors.set(room, upTo);
    this.#drain(room, delivered);
    return delivered;
  }

  /** Delivers what was held and is next now; closes the hole if the cursor has reached its end. */
  #drain(room: string, delivered: Delivery[]): void {
    const hole = this.#holes.get(room);
    if (!hole) return;
    let cursor = this.#cursors.get(room)!;
    for (let event = hole.held.get(cursor + 1); event; event = hole.held.get(cursor + 1)) {
      cursor = event.seq;
      delivered.push({ type: "event", event });
    }
    this.#cursors.set(room, cursor);
    for (const seq of hole.held.keys()) if (seq <= cursor) hole.held.delete(seq);
    if (cursor >= hole.upTo) this.#holes.delete(room);
  }
}
