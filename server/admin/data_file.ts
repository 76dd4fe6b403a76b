/**
 * Opens data files for the operator's subcommands, and says what is in them.
 * @module
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../shared/errors.ts";
import { DATABASE_FILE, openForReading } from "../store/sqlite/connection.ts";
import { describeDamage, examineFile, examineRooms } from "../store/sqlite/examine.ts";
import { isDamage } from "../store/sql/damage.ts";
import { checkApplication, MIGRATIONS, notParley, schemaOf } from "../store/sqlite/migrate.ts";

/** What a data file holds. */
export interface Content {
  schema: number;
  accounts: number;
  rooms: number;
  events: number;
}

export function databasePath(folder: string): string {
  return join(folder, DATABASE_FILE);
}

/** @throws {ParleyError} if the database is not one that this program understands. @returns its schema. */
export function checkSchema(database: DatabaseSync, path: string): number {
  try {
    checkApplication(database, path);
  } catch (error) {
    if (isDamage(error)) throw notParley(path);
    throw error;
  }
  const schema = schemaOf(database);
  if (schema > 0 && schema <= MIGRATIONS.length) return schema;
  throw new ParleyError(
    "conflict",
    schema === 0
      ? `${path} is empty: no Parley server has written to it.`
      : `${path} was written by a newer Parley (schema ${schema}; this program knows ` +
        `${MIGRATIONS.length}). Use that version or a later one.`,
  );
}

/**
 * Opens the folder's database for reading, whether a server runs there or not.
 *
 * @throws {ParleyError} `not-found` if there is none, `conflict` if it is not one of ours.
 */
export function openData(folder: string): DatabaseSync {
  const path = databasePath(folder);
  if (!existsSync(path)) {
    throw new ParleyError(
      "not-found",
      `There is no data file ${path}. Say where the server's data folder is with --data DIR.`,
    );
  }
  const database = openForReading(folder);
  try {
    checkSchema(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Turns a copy of a database into a single file, which needs none beside it, and examines it.
 *
 * @throws {ParleyError} `conflict` with what is wrong with it.
 */
export function verify(path: string): Content {
  const database = new DatabaseSync(path);
  try {
    const schema = checkSchema(database, path);
    database.exec("PRAGMA journal_mode = DELETE");
    const problems = examineFile(database);
    let rooms = 0;
    let events = 0;
    for (const room of examineRooms(database)) {
      rooms++;
      events += room.events;
      if (room.damaged.length > 0) problems.push(describeDamage(room));
      if (room.end) problems.push(`${room.label}: the log ends at ${room.end.head}, not there`);
    }
    if (problems.length > 0) throw unsound(path, problems);
    const [{ n }] = database.prepare("SELECT count(*) AS n FROM account").all() as { n: number }[];
    return { schema, accounts: n, rooms, events };
  } catch (error) {
    if (isDamage(error)) throw unsound(path, [(error as Error).message]);
    throw error;
  } finally {
    database.close();
  }
}

function unsound(path: string, problems: string[]): ParleyError {
  const more = problems.length > 1 ? ` and ${problems.length - 1} more` : "";
  return new ParleyError("conflict", `${path} is damaged (${problems[0]}${more}).`);
}
