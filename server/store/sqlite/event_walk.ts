/**
 * Walks through a room's log row by row, around whatever is damaged.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { SummedRow } from "../sql/checksum.ts";
import { isDamage } from "../sql/damage.ts";

/** Rows that are read together. */
const AT_ONCE = 500;

/** A row of `event`; `checksum` is not there before schema 8. */
export type WalkedRow = SummedRow & { seq: number; checksum?: number | null };

/** Place 1, 2, 3 … of a log, and what stands there: nothing, if it can't be read. */
export interface Walked {
  seq: number;
  row: WalkedRow | undefined;
}

/**
 * Every place of a room's log once, in order.
 *
 * @param head how far the log goes; what follows without a hole is given too.
 */
export function* walkEvents(database: DatabaseSync, room: string, head: number): Generator<Walked> {
  const some = database.prepare(
    `SELECT * FROM event WHERE room = ? AND seq >= ? ORDER BY seq LIMIT ${AT_ONCE}`,
  );
  const one = database.prepare("SELECT * FROM event WHERE room = ? AND seq = ?");
  const read = (seq: number): WalkedRow | undefined => {
    try {
      return one.get(room, seq) as WalkedRow | undefined;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  };
  let next = 1;
  for (;;) {
    let rows: WalkedRow[];
    try {
      rows = some.all(room, next) as unknown as WalkedRow[];
    } catch (error) {
      if (!isDamage(error)) throw error;
      // One after the other, up to the first that can be read behind those that can't.
      let lost = false;
      while (next <= head) {
        const row = read(next);
        lost ||= !row;
        yield { seq: next++, row };
        if (row && lost) break;
      }
      if (next > head) return;
      continue;
    }
    for (const row of rows) {
      if (row.seq > Math.max(next, head)) return yield* missing(next, head);
      yield* missing(next, row.seq - 1);
      yield { seq: row.seq, row };
      next = row.seq + 1;
    }
    if (rows.length < AT_ONCE) return yield* missing(next, head);
  }
}

function* missing(from: number, to: number): Generator<Walked> {
  for (let seq = from; seq <= to; seq++) yield { seq, row: undefined };
}
