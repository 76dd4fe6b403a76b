/**
 * Reads ranges of rooms' logs. Where a part of the file is damaged, everything around it is read all the
 * same, and what is lost keeps its place: nobody ever sees a hole.
 * @module
 */
import type { Database, Row, Statement, Steps } from "./database.ts";
import type { LogEvent } from "../../../shared/protocol/mod.ts";
import type { Range, RangeLimit } from "../log.ts";
import { isDamage } from "./damage.ts";
import { EVENT_COLUMNS, type EventRow, EVENTS, lostEvent, toEvent } from "./event_row.ts";
import { type Folding, sizeOf } from "./folding.ts";

/** A range did not give the events that it has to have. */
class Damaged extends Error {}

/** The first of these events that have so many bytes, one at the least. */
function within(most: number, events: Iterable<LogEvent>): LogEvent[] {
  const kept: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += sizeOf(event);
    if (bytes > most && kept.length > 0) break;
    kept.push(event);
  }
  return kept;
}

export class EventRanges {
  readonly #folding: Folding;
  readonly #head;
  readonly #oldest;
  readonly #newest;
  readonly #one;

  constructor(database: Database, folding: Folding) {
    this.#folding = folding;
    this.#head = database.prepare("SELECT head FROM room WHERE id = ?");
    const events = `SELECT ${EVENT_COLUMNS} FROM ${EVENTS} WHERE event.room = ?`;
    const inRange = `${events} AND event.seq > ? AND event.seq <= ? ORDER BY event.seq`;
    this.#oldest = database.prepare(`${inRange} LIMIT ?`);
    this.#newest = database.prepare(`${inRange} DESC LIMIT ?`);
    this.#one = database.prepare(`${events} AND event.seq = ?`);
  }

  *head(room: string): Steps<number> {
    return ((yield* this.#head.get(room)) as { head: number } | undefined)?.head ?? 0;
  }

  /** As `Reader.range` says. */
  *read(room: string, { after, upTo }: Range, limit: RangeLimit): Steps<LogEvent[]> {
    const last = Math.min(upTo, yield* this.head(room));
    const count = Math.min(last - after, limit.events);
    if (count <= 0) return [];
    const step = limit.newestFirst ? -1 : 1;
    const first = limit.newestFirst ? last : after + 1;
    const seqs: Seqs = { first, step, count };
    const statement = limit.newestFirst ? this.#newest : this.#oldest;
    let events: LogEvent[];
    try {
      events = within(limit.bytes, yield* this.#all(statement, room, { after, upTo: last }, seqs));
    } catch (error) {
      if (!(error instanceof Damaged) && !isDamage(error)) throw error;
      events = within(limit.bytes, yield* this.#each(room, seqs));
    }
    if (limit.newestFirst) events.reverse();
    const folded = yield* this.#folding.fold(room, timed(events));
    // What was folded in makes them larger.
    if (!limit.newestFirst) return within(limit.bytes, folded);
    return within(limit.bytes, folded.reverse()).reverse();
  }

  *#all(statement: Statement, room: string, range: Range, seqs: Seqs): Steps<Iterable<LogEvent>> {
    return inOrder(yield* statement.all(room, range.after, range.upTo, seqs.count), seqs);
  }

  /** One after the other, so that what is damaged spoils nothing else. */
  *#each(room: string, { first, step, count }: Seqs): Steps<LogEvent[]> {
    const events: LogEvent[] = [];
    for (let n = 0; n < count; n++) {
      const seq = first + n * step;
      events.push((yield* this.#read(room, seq)) ?? lostEvent(room, seq));
    }
    return events;
  }

  *#read(room: string, seq: number): Steps<LogEvent | undefined> {
    try {
      const row = yield* this.#one.get(room, seq);
      return row && toEvent(row as unknown as EventRow);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
}

/** Which events a range has to have, in the order in which they are read. */
interface Seqs {
  first: number;
  step: 1 | -1;
  count: number;
}

/** The events of rows. @throws if not all are there. */
function* inOrder(rows: Row[], { first, step, count }: Seqs): Generator<LogEvent> {
  let seq = first;
  for (const row of rows) {
    if (row.seq !== seq) throw new Damaged();
    seq += step;
    yield toEvent(row as unknown as EventRow);
  }
  if (seq !== first + step * count) throw new Damaged();
}

/** Gives what is lost the time of the event before it, or after it. */
function timed(events: LogEvent[]): LogEvent[] {
  let at = events.find(({ kind }) => kind !== "lost")?.at ?? 0;
  return events.map((event) => {
    if (event.kind === "lost") return { ...event, at };
    at = event.at;
    return event;
  });
}
