/**
 * The checksum that each event row carries. SQLite notices a page that is torn, and not one in which a
 * byte is another: this does, wherever the row is read.
 *
 * CRC-32, over the row's columns as JSON: it costs well under a microsecond, and what it guards against are
 * disks and memory, not people; whoever can write the file can write checksums too.
 * @module
 */
import { crc32 } from "node:zlib";

/** What of an event is summed, in this order. Changing it would make every row there is a damaged one. */
const COLUMNS = [
  "room",
  "seq",
  "at",
  "author",
  "kind",
  "request_id",
  "text",
  "action",
  "target",
  "subject",
  "reply_to",
  "ordinal",
  "data",
] as const;

/** The columns in SQL. */
export const SUMMED_COLUMNS = COLUMNS.join(", ");

type Value = string | number | null;

/** An event as it stands in its row. */
export type SummedRow = Record<(typeof COLUMNS)[number], Value>;

const TEXT = COLUMNS.indexOf("text");

/** @param values those of the columns, in their order. */
export function sum(values: unknown[]): number {
  const text = values[TEXT];
  // node:sqlite gives a text up to its first NUL. None is taken any more; there may be some from before.
  if (typeof text === "string" && text.includes("\0")) values[TEXT] = text.split("\0", 1)[0];
  return crc32(JSON.stringify(values));
}

/** The columns' values, in their order. */
export function summedValues(row: SummedRow): Value[] {
  // Written out, since this is done for every event that is written or read.
  return [
    row.room,
    row.seq,
    row.at,
    row.author,
    row.kind,
    row.request_id,
    row.text,
    row.action,
    row.target,
    row.subject,
    row.reply_to,
    row.ordinal,
    row.data,
  ];
}

export function checksumOf(row: SummedRow): number {
  return sum(summedValues(row));
}

/** True if the row is not what was written. A row without a checksum is taken as it is. */
export function isDamagedRow(row: SummedRow & { checksum: number | null }): boolean {
  return row.checksum !== null && row.checksum !== checksumOf(row);
}
