/**
 * Reads many rows, one after the other, and notices if they are not all there.
 * @module
 */
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from "node:sqlite";

export type Row = Record<string, SQLOutputValue>;

/**
 * The rows of a table, or those that fit `where`. A statement that is iterated over just ends when it fails
 * (with Deno's node:sqlite): so they are counted.
 *
 * @param where `""`, or a condition with its `WHERE`.
 * @throws {Error} if they can't be read to the end.
 */
export function* allRows(
  database: DatabaseSync,
  table: string,
  where: string,
  order: string,
  ...values: SQLInputValue[]
): Generator<Row> {
  const [{ n }] = database.prepare(`SELECT count(*) AS n FROM ${table} ${where}`).all(...values);
  let read = 0;
  const statement = database.prepare(`SELECT * FROM ${table} ${where} ORDER BY ${order}`);
  for (const row of statement.iterate(...values)) {
    read++;
    yield row;
  }
  if (read !== n) {
    throw new Error(`database disk image is malformed: ${read} of ${n} rows of ${table}`);
  }
}
