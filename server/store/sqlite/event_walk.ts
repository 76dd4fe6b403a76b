/**
 * Walks through a room's log row by row, around whatever is damaged.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { SummedRow } from "./checksum.ts";
import { isDamage } from "./damage.ts";

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
  const rest = database.prepare("SELECT * FROM event WHERE room = ? AND seq >= ? ORDER BY seq");
  const one = database.prepare("SELECT * FROM event WHERE room = ? AND seq = ?");
  const read = (seq: number): WalkedRow | undefined => {
    try {
      return one.get(room, seq) as WalkedRow | undefined;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  };
  let next = 1;
  do {
    try {
      for (const row of rest.iterate(room, next) as Iterable<WalkedRow>) {
        if (row.seq > Math.max(next, head)) break;
        while (next < row.seq) yield { seq: next++, row: undefined };
        if (row.seq === next) yield { seq: next++, row };
      }
      while (next <= head) yield { seq: next++, row: undefined };
    } catch (error) {
      if (!isDamage(error)) throw error;
      // One after the other, up to the first that can be read again.
      for (let row; next <= head && !row;) yield { seq: next, row: row = read(next++) };
    }
  } while (next <= head);
}
