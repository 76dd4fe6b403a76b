/**
 * A gateway's cursors into the rooms that it serves: takes the store's posts in order, each event once,
 * and reads from the log whatever a lost post leaves out.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { limits } from "../../shared/limits.ts";
import { encodeFrame, type LogEvent } from "../../shared/protocol/mod.ts";
import { type EventRun, toPosts } from "../bus/bus.ts";
import type { Reader } from "../store/log.ts";

const logger = getLogger(["parley", "gateway"]);

/** Where a feed is in a room, from `open` to `close`. */
export interface Position {
  /** `seq` of the last event that was published. */
  readonly position: number;
}

interface Cursor {
  /** `seq` of the last event that was published; undefined until the log was asked for it. */
  position: number | undefined;
  /** The newest `seq` that anybody told of. */
  target: number;
  opening?: Promise<void>;
  /** Reading from the log what posts left out. */
  repair?: Promise<void>;
  /** Runs that came too early: those before them may be on their way. */
  held: EventRun[];
  holding?: ReturnType<typeof setTimeout>;
}

export interface FeedOptions {
  /** Milliseconds that a run is held for those before it; 0, where posts keep their order. */
  hold?: number;
  /** Is told when a room begins to be followed here, before anything is read, and when it ends. */
  onFollow?: (room: string, follows: boolean) => void;
}

/** Several events as one text: frames joined by `\n`. */
export function encodeEvents(events: readonly LogEvent[]): string {
  return events.map(encodeFrame).join("\n");
}

/**
 * Gets each event of an open room once, in order, as encoded frames: so many `events`. What comes in later
 * calls is not for the account `out`.
 */
export type Publish = (room: string, frames: string, events: number, out?: string) => void;

export class Feed {
  /** What it did since it was made. */
  readonly counters = { repairs: 0, repairedEvents: 0 };

  readonly #reader: Pick<Reader, "head" | "range">;
  readonly #publish: Publish;
  readonly #cursors = new Map<string, Cursor>();
  readonly #hold: number;
  readonly #onFollow: (room: string, follows: boolean) => void;

  constructor(
    reader: Pick<Reader, "head" | "range">,
    publish: Publish,
    { hold = 0, onFollow = () => {} }: FeedOptions = {},
  ) {
    this.#reader = reader;
    this.#publish = publish;
    this.#hold = hold;
    this.#onFollow = onFollow;
  }

  /**
   * Starts to follow a room. When it resolves, it is not before `head`: whoever has been served up to
   * there by another gateway gets nothing twice.
   *
   * @returns undefined if the room was closed in the meantime.
   */
  async open(room: string, head = 0): Promise<Position | undefined> {
    let cursor = this.#cursors.get(room);
    if (!cursor) {
      cursor = { position: undefined, target: 0, held: [] };
      this.#cursors.set(room, cursor);
      this.#onFollow(room, true);
      cursor.opening = this.#findPosition(room, cursor);
    }
    await cursor.opening;
    this.expect(room, head);
    await cursor.repair;
    return this.isOpen(room, cursor as Position) ? cursor as Position : undefined;
  }

  /** True if the room was not closed since it was opened so. */
  isOpen(room: string, opened: Position): boolean {
    return this.#cursors.get(room) === opened;
  }

  /** `seq` of the last event that was published of a room; undefined while it is not open. */
  position(room: string): number | undefined {
    return this.#cursors.get(room)?.position;
  }

  /** How many rooms are open. */
  get size(): number {
    return this.#cursors.size;
  }

  close(room: string): void {
    clearTimeout(this.#cursors.get(room)?.holding);
    if (this.#cursors.delete(room)) this.#onFollow(room, false);
  }

  /** Takes what the store posted. */
  receive(run: EventRun): void {
    const cursor = this.#cursors.get(run.room);
    if (!cursor) return;
    cursor.target = Math.max(cursor.target, run.to);
    if (cursor.position === run.from - 1 && !cursor.repair) {
      this.#take(cursor, run);
      if (cursor.held.length > 0) this.#takeHeld(cursor);
    } else if (this.#hold > 0 && cursor.position !== undefined && !cursor.repair) {
      this.#holdBack(cursor, run);
    } else {
      this.#catchUpSoon(run.room, cursor);
    }
  }

  /** Takes a beacon: the newest `seq` of a room, in case the post that told of it was lost. */
  expect(room: string, head: number): void {
    const cursor = this.#cursors.get(room);
    if (!cursor) return;
    cursor.target = Math.max(cursor.target, head);
    this.#catchUpSoon(room, cursor);
  }

  #take(cursor: Cursor, { room, from, to, frames, out }: EventRun): void {
    cursor.position = to;
    this.#publish(room, frames, to - from + 1, out);
  }

  /** Nodes commit one after the other, but what they tell of it comes as it comes. */
  #holdBack(cursor: Cursor, run: EventRun): void {
    if (run.to <= cursor.position!) return;
    cursor.held.push(run);
    cursor.holding ??= setTimeout(() => {
      this.#letGo(cursor);
      this.#catchUpSoon(run.room, cursor);
    }, this.#hold);
  }

  #takeHeld(cursor: Cursor): void {
    cursor.held.sort((one, other) => one.from - other.from);
    while (cursor.held[0]?.from <= cursor.position! + 1) {
      const run = cursor.held.shift()!;
      if (run.from === cursor.position! + 1) this.#take(cursor, run);
    }
    if (cursor.held.length === 0) this.#letGo(cursor);
  }

  /** What is held is in the log too. */
  #letGo(cursor: Cursor): void {
    clearTimeout(cursor.holding);
    cursor.holding = undefined;
    cursor.held = [];
  }

  async #findPosition(room: string, cursor: Cursor): Promise<void> {
    try {
      cursor.position = await this.#reader.head(room);
    } catch (error) {
      if (this.#cursors.get(room) === cursor) this.close(room);
      throw error;
    }
    cursor.opening = undefined;
    this.#catchUpSoon(room, cursor);
  }

  #catchUpSoon(room: string, cursor: Cursor): void {
    if (cursor.position === undefined || cursor.position >= cursor.target) return;
    if (cursor.repair) return;
    this.counters.repairs++;
    cursor.repair = this.#catchUp(room, cursor)
      .catch((error) => logger.error("Could not repair room {room}: {error}", { room, error }))
      .finally(() => cursor.repair = undefined);
  }

  /** Publishes what the log holds after the cursor, until nobody has told of anything newer. */
  async #catchUp(room: string, cursor: Cursor): Promise<void> {
    while (this.#cursors.get(room) === cursor && cursor.position! < cursor.target) {
      const events = await this.#reader.range(
        room,
        { after: cursor.position!, upTo: cursor.target },
        { events: limits.historyEvents, bytes: limits.historyBytes },
      );
      // Closed in the meantime: whoever opened it anew has a cursor of their own.
      if (events.length === 0 || this.#cursors.get(room) !== cursor) return;
      cursor.position = events[events.length - 1].seq;
      this.counters.repairedEvents += events.length;
      for (const { runs } of toPosts(events)) {
        for (const { frames, from, to, out } of runs) {
          this.#publish(room, frames, to - from + 1, out);
        }
      }
    }
  }
}
