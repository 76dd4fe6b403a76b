/**
 * Writes down that events are lost, so that a log which was saved in parts is whole again.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { EVENT_CHECKSUM } from "./event_checksum.ts";
import type { ExaminedRoom } from "./examine.ts";

/** Puts an event of the kind `lost` into each place of the room that has none, or a damaged one. */
export function markLost(
  database: DatabaseSync,
  { id, damaged }: Pick<ExaminedRoom, "id" | "damaged">,
): void {
  const mark = database.prepare(
    `INSERT OR REPLACE INTO event (room, seq, at, author, kind, ordinal)
     SELECT ?1, ?2, coalesce(before.at, 0), '', 'lost', coalesce(before.ordinal, 0)
     FROM (SELECT 1) LEFT JOIN event AS before ON before.room = ?1 AND before.seq = ?2 - 1`,
  );
  const sum = database.prepare(
    `UPDATE event SET checksum = ${EVENT_CHECKSUM} WHERE room = ? AND seq = ?`,
  );
  const forget = database.prepare("DELETE FROM mention WHERE room = ? AND seq = ?");
  for (const { from, to } of damaged) {
    for (let seq = from; seq <= to; seq++) {
      mark.run(id, seq);
      sum.run(id, seq);
      forget.run(id, seq);
    }
  }
}
