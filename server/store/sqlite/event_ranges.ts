/**
 * Reads ranges of rooms' logs. Where a part of the file is damaged, everything around it is read all the
 * same, and what is lost keeps its place: nobody ever sees a hole.
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
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

  constructor(database: DatabaseSync, folding: Folding) {
    this.#folding = folding;
    this.#head = database.prepare("SELECT head FROM room WHERE id = ?");
    const events = `SELECT ${EVENT_COLUMNS} FROM ${EVENTS} WHERE event.room = ?`;
    const inRange = `${events} AND event.seq > ? AND event.seq <= ? ORDER BY event.seq`;
    this.#oldest = database.prepare(`${inRange} LIMIT ?`);
    this.#newest = database.prepare(`${inRange} DESC LIMIT ?`);
    this.#one = database.prepare(`${events} AND event.seq = ?`);
  }

  head(room: string): number {
    return (this.#head.get(room) as { head: number } | undefined)?.head ?? 0;
  }

  /** As `Reader.range` says. */
  read(room: string, { after, upTo }: Range, limit: RangeLimit): LogEvent[] {
    const last = Math.min(upTo, this.head(room));
    const count = Math.min(last - after, limit.events);
    if (count <= 0) return [];
    const step = limit.newestFirst ? -1 : 1;
    const first = limit.newestFirst ? last : after + 1;
    const seqs: Seqs = { first, step, count };
    const statement = limit.newestFirst ? this.#newest : this.#oldest;
    let events: LogEvent[];
    try {
      events = within(limit.bytes, this.#all(statement, room, { after, upTo: last }, seqs));
    } catch (error) {
      if (!(error instanceof Damaged) && !isDamage(error)) throw error;
      events = within(limit.bytes, this.#each(room, seqs));
    }
    if (limit.newestFirst) events.reverse();
    const folded = this.#folding.fold(room, timed(events));
    // What was folded in makes them larger.
    if (!limit.newestFirst) return within(limit.bytes, folded);
    return within(limit.bytes, folded.reverse()).reverse();
  }

  /** @throws if not all are there. */
  *#all(statement: StatementSync, room: string, range: Range, seqs: Seqs): Generator<LogEvent> {
    let seq = seqs.first;
    for (const row of statement.all(room, range.after, range.upTo, seqs.count)) {
      if (row.seq !== seq) throw new Damaged();
      seq += seqs.step;
      yield toEvent(row as unknown as EventRow);
    }
    if (seq !== seqs.first + seqs.step * seqs.count) throw new Damaged();
  }

  /** One after the other, so that what is damaged spoils nothing else. */
  *#each(room: string, { first, step, count }: Seqs): Generator<LogEvent> {
    for (let n = 0; n < count; n++) {
      const seq = first + n * step;
      yield this.#read(room, seq) ?? lostEvent(room, seq);
    }
  }

  #read(room: string, seq: number): LogEvent | undefined {
    try {
      const row = this.#one.get(room, seq);
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

/** Gives what is lost the time of the event before it, or after it. */
function timed(events: LogEvent[]): LogEvent[] {
  let at = events.find(({ kind }) => kind !== "lost")?.at ?? 0;
  return events.map((event) => {
    if (event.kind === "lost") return { ...event, at };
    at = event.at;
    return event;
  });
}
