/**
 * Messages as they are by now: as they were appended, with what came after them folded in.
 * @module
 */
import { Buffer } from "node:buffer";
import type { Database, Steps } from "./database.ts";
import { applyChanges, shown, viewOf } from "../../../shared/fold.ts";
import type { ChangeEvent, LogEvent, MessageEvent } from "../../../shared/protocol/mod.ts";
import { isDamage } from "./damage.ts";
import { EVENT_COLUMNS, type EventRow, EVENTS, toEvent } from "./event_row.ts";

/** A message with what was done to it. */
export interface MessageHistory {
  /** As it is by now. */
  message: MessageEvent;
  /** In order of `seq`. */
  changes: ChangeEvent[];
}

/** Bytes of an event's JSON without its text, and of a reaction's account: near enough for a limit. */
const EVENT_OVERHEAD = 200;
const REACTION_SIZE = 20;

/** About how many bytes of JSON an event is. */
export function sizeOf(event: LogEvent): number {
  if (!("text" in event)) return EVENT_OVERHEAD;
  const reactions = event.kind === "message" ? event.state?.reactions ?? [] : [];
  const people = reactions.reduce((sum, reaction) => sum + 1 + reaction.people.length, 0);
  return EVENT_OVERHEAD + Buffer.byteLength(event.text) + REACTION_SIZE * people;
}

export class Folding {
  readonly #event;
  readonly #changes;

  constructor(database: Database) {
    this.#event = database.prepare(
      `SELECT ${EVENT_COLUMNS} FROM ${EVENTS} WHERE event.room = ? AND event.seq = ?`,
    );
    this.#changes = database.prepare(
      `SELECT ${EVENT_COLUMNS} FROM ${EVENTS}
       WHERE event.room = ? AND event.target >= ? AND event.target <= ?
       ORDER BY event.target, event.seq`,
    );
  }

  /** Undefined if there is no message at this place, or none that can be read. */
  *history(room: string, seq: number): Steps<MessageHistory | undefined> {
    const row = (yield* this.#event.get(room, seq)) as unknown as EventRow | undefined;
    const event = row && toEvent(row);
    if (event?.kind !== "message") return undefined;
    const changes = yield* this.#changesOf(room, seq, seq);
    return { message: folded(event, changes), changes };
  }

  /** These events of the log, one behind the other, with its messages as they are by now. */
  *fold(room: string, events: readonly LogEvent[]): Steps<LogEvent[]> {
    const byTarget = new Map<number, ChangeEvent[]>();
    for (
      const change of (yield* this.#readable(room, events[0]?.seq ?? 0, events.at(-1)?.seq ?? 0))
    ) {
      const known = byTarget.get(change.target);
      if (known) known.push(change);
      else byTarget.set(change.target, [change]);
    }
    return events.map((event) =>
      event.kind === "message" ? folded(event, byTarget.get(event.seq) ?? []) : event
    );
  }

  /** A message whose changes are damaged is shown as far as they can be read. */
  *#readable(room: string, from: number, to: number): Steps<ChangeEvent[]> {
    try {
      return yield* this.#changesOf(room, from, to);
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (from === to) return [];
      const middle = Math.floor((from + to) / 2);
      return [
        ...(yield* this.#readable(room, from, middle)),
        ...(yield* this.#readable(room, middle + 1, to)),
      ];
    }
  }

  *#changesOf(room: string, from: number, to: number): Steps<ChangeEvent[]> {
    const rows = (yield* this.#changes.all(room, from, to)) as unknown as EventRow[];
    return rows.map((row) => toEvent(row)).filter((event) => "target" in event);
  }
}

function folded(message: MessageEvent, changes: readonly ChangeEvent[]): MessageEvent {
  return shown(applyChanges(viewOf(message), changes));
}
