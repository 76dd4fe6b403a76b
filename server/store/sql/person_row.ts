/**
 * People as rows: which columns a person is made of.
 * @module
 */
import type { Person } from "../../../shared/protocol/mod.ts";

/** The columns of a person, in the order of {@linkcode toPerson}'s row. */
export interface PersonRow {
  id: string;
  name: string;
  display: string;
  guest: number;
  bot: number;
  deleted: number;
}

const COLUMNS = ["id", "name", "display", "guest", "bot", "deleted"] as const;

/** Selects a person out of `table` (an alias of `account`), each column behind `prefix`. */
export function personColumns(table: string, prefix = ""): string {
  return COLUMNS.map((column) => `${table}.${column} AS ${prefix}${column}`).join(", ");
}

/** The person of a row that has {@linkcode personColumns}. */
export function toPerson(row: PersonRow): Person {
  const person: Person = { id: row.id, name: row.name };
  if (row.display !== "") person.display = row.display;
  if (row.guest) person.guest = true;
  if (row.bot) person.bot = true;
  if (row.deleted) person.deleted = true;
  return person;
}

/** The person of the columns behind `prefix`; undefined if there is none (an outer join). */
export function prefixedPerson(row: Record<string, unknown>, prefix: string): Person | undefined {
  if (row[`${prefix}id`] === null) return undefined;
  return toPerson(
    Object.fromEntries(COLUMNS.map((c) => [c, row[prefix + c]])) as unknown as PersonRow,
  );
}
