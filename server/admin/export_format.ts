/**
 * The format of exports: JSON lines. First a header, then a line for each row, `{"table": {column: value}}`,
 * at last the number of rows, by which a file that is cut off is known.
 *
 * Rows are those of the schema that the header names. So a file of any version can be imported by any later
 * one: it is put into a database of its own schema, which is then brought up to date like any other.
 * @module
 */
import { Buffer } from "node:buffer";
import type { SQLInputValue } from "node:sqlite";
import * as v from "valibot";
import type { Row } from "../store/sqlite/all_rows.ts";

export const FORMAT = 1;

export const Header = v.object({
  parley: v.literal("export"),
  format: v.number(),
  schema: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Id of the room, if it is the export of one. */
  room: v.optional(v.string()),
});
export type Header = v.InferOutput<typeof Header>;

export const End = v.object({ end: v.object({ rows: v.number() }) });

/** A table, and which of its rows go where. */
export interface Table {
  name: string;
  /** Columns that tell its rows apart: exports are in their order. */
  key: string;
  /** Condition for the rows that belong to room ?1; without it, none does. */
  ofRoom?: string;
  /** What lets somebody in who has it: left out on demand, the whole table or some columns. */
  secret?: true | readonly string[];
}

/** Everybody who has to do with room ?1. */
const ITS_PEOPLE = `id IN (
  SELECT author FROM event WHERE room = ?1
  UNION SELECT subject FROM event WHERE room = ?1
  UNION SELECT account FROM member WHERE room = ?1
  UNION SELECT account FROM restriction WHERE room = ?1
  UNION SELECT by_account FROM restriction WHERE room = ?1
  UNION SELECT by_account FROM invitation WHERE room = ?1
  UNION SELECT account FROM hook WHERE room = ?1
  UNION SELECT actor FROM audit WHERE room = ?1
  UNION SELECT subject FROM audit WHERE room = ?1
  UNION SELECT by_account FROM report WHERE room = ?1
  UNION SELECT person FROM report WHERE room = ?1
  UNION SELECT resolved_by FROM report WHERE room = ?1)`;

const ITS_OWN = "room = ?1";

/** All tables but those of sessions and of their pushes: everybody logs in anew. In this order, what is named comes first. */
export const TABLES: readonly Table[] = [
  { name: "account", key: "id", ofRoom: ITS_PEOPLE, secret: ["password_hash"] },
  { name: "former_name", key: "name_key" },
  { name: "room", key: "id", ofRoom: "id = ?1" },
  { name: "member", key: "room, account", ofRoom: ITS_OWN },
  { name: "event", key: "room, seq", ofRoom: ITS_OWN },
  { name: "mention", key: "room, account, seq", ofRoom: ITS_OWN },
  { name: "restriction", key: "room, account, kind", ofRoom: ITS_OWN },
  { name: "audit", key: "id", ofRoom: ITS_OWN },
  { name: "report", key: "id", ofRoom: ITS_OWN },
  { name: "invitation", key: "code_hash", ofRoom: ITS_OWN, secret: true },
  { name: "hook", key: "number", ofRoom: ITS_OWN, secret: true },
  { name: "address_key", key: "key", secret: true },
  { name: "address_ban", key: "room, address_hash, account", secret: true },
  { name: "stranger_block", key: "account, blocked" },
  { name: "erasure", key: "account" },
];

/** One line, with its end. */
export function encodeRow(table: string, row: Row): string {
  const encoded = Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value,
    ]),
  );
  return encodeLine({ [table]: encoded });
}

export function encodeLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

const Cell = v.union([
  v.null(),
  v.string(),
  v.pipe(v.number(), v.safeInteger()),
  v.pipe(
    v.object({ base64: v.string() }),
    v.transform(({ base64 }) => Buffer.from(base64, "base64")),
  ),
]);
const Line = v.pipe(
  v.record(v.string(), v.record(v.string(), Cell)),
  v.minEntries(1),
  v.maxEntries(1),
);

/** The table and the row of a line. @throws if it is neither. */
export function decodeRow(line: unknown): { table: string; row: Record<string, SQLInputValue> } {
  const [[table, row]] = Object.entries(v.parse(Line, line));
  return { table, row };
}
