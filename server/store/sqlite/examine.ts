/**
 * Examines a database as a whole: whether its file is sound, and whether every event is what was written.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { isDamagedRow } from "../sql/checksum.ts";
import { isDamage } from "../sql/damage.ts";
import { walkEvents } from "./event_walk.ts";

/** Events `from` to `to` of a room, both included. */
export interface SeqRange {
  from: number;
  to: number;
}

export interface ExaminedRoom {
  id: string;
  /** `#name`, or the id of a room that has none. */
  label: string;
  events: number;
  /** When the newest of them that can be read came; 0 without one. */
  lastAt: number;
  /** What can't be read, or isn't what was written. */
  damaged: SeqRange[];
  /** The room's row says another end than its events do; these are the right ones. */
  end?: { head: number; messages: number };
}

interface RoomRow {
  id: string;
  name: string | null;
  kind: string;
  head: number;
  messages: number;
}

/** Problems that a report names at the most: who has as many has one. */
const NAMED = 20;

/** What SQLite itself finds wrong with the file; nothing if it is sound. */
export function examineFile(database: DatabaseSync): string[] {
  try {
    const rows = database.prepare(`PRAGMA integrity_check(${NAMED})`).all();
    const found = rows.map((row) => String(row.integrity_check)).filter((text) => text !== "ok");
    const orphans = database.prepare("PRAGMA foreign_key_check").all().slice(0, NAMED)
      .map(({ table, parent }) => `a row of ${table} names one of ${parent} that is not there`);
    return [...found, ...orphans];
  } catch (error) {
    if (!isDamage(error)) throw error;
    return [(error as Error).message];
  }
}

/** Reads every event of every room. */
export function* examineRooms(database: DatabaseSync): Generator<ExaminedRoom> {
  const rooms = database.prepare("SELECT id, name, kind, head, messages FROM room ORDER BY id")
    .all() as unknown as RoomRow[];
  for (const room of rooms) yield examineRoom(database, room);
}

function examineRoom(database: DatabaseSync, room: RoomRow): ExaminedRoom {
  const { id, name, kind, head } = room;
  const label = name === null ? `${kind} room ${id}` : `#${name}`;
  const damaged: SeqRange[] = [];
  let events = 0;
  let lastAt = 0;
  let end: ExaminedRoom["end"];
  for (const { seq, row } of walkEvents(database, id, head)) {
    events++;
    if (row && !isDamagedRow({ ...row, checksum: row.checksum ?? null })) {
      // Where the last event is lost, nobody knows better than the room's row.
      end = row.kind === "lost" ? undefined : { head: seq, messages: Number(row.ordinal) };
      lastAt = Math.max(lastAt, Number(row.at));
      continue;
    }
    end = undefined;
    const last = damaged.at(-1);
    if (last?.to === seq - 1) last.to = seq;
    else damaged.push({ from: seq, to: seq });
  }
  const isRight = !end || end.head === head && end.messages === room.messages;
  return { id, label, events, lastAt, damaged, ...!isRight && { end } };
}

/** `#garden: events 12–15, 20`. */
export function describeDamage(
  { label, damaged }: Pick<ExaminedRoom, "label" | "damaged">,
): string {
  const ranges = damaged.slice(0, NAMED).map(({ from, to }) =>
    from === to ? `${from}` : `${from}–${to}`
  );
  const more = damaged.length > NAMED ? ` and ${damaged.length - NAMED} more parts` : "";
  return `${label}: ${damaged[0].from === damaged.at(-1)!.to ? "event" : "events"} ${
    ranges.join(", ")
  }${more}`;
}
