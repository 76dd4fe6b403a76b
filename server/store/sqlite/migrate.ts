/**
 * Brings a database to the schema of this program: numbered steps, each in a transaction of its own.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import { defineChecksum } from "./event_checksum.ts";
import first from "./migrations/0001_first.ts";
import roomsAndPeople from "./migrations/0002_rooms_and_people.ts";
import accounts from "./migrations/0003_accounts.ts";
import moderation from "./migrations/0004_moderation.ts";
import hooks from "./migrations/0005_hooks.ts";
import strangers from "./migrations/0006_strangers.ts";
import pins from "./migrations/0007_pins.ts";
import keeping from "./migrations/0008_keeping.ts";
import push from "./migrations/0009_push.ts";

/** The steps, in order; the schema's number is how many of them were taken (`PRAGMA user_version`). */
export const MIGRATIONS: readonly string[] = [
  first,
  roomsAndPeople,
  accounts,
  moderation,
  hooks,
  strangers,
  pins,
  keeping,
  push,
];

/** "Prly" in ASCII: tells a Parley database from any other SQLite file (`PRAGMA application_id`). */
const APPLICATION_ID = 0x50726c79;

/** The only value of a query. Read to its end: a statement that isn't keeps a lock. */
function valueOf(database: DatabaseSync, query: string): number {
  const [row] = database.prepare(query).all();
  return Object.values(row)[0] as number;
}

/** How many of the steps the database has taken. */
export function schemaOf(database: DatabaseSync): number {
  return valueOf(database, "PRAGMA user_version");
}

/** @throws {ParleyError} `conflict` if the file, not an empty one, is another program's. */
export function checkApplication(database: DatabaseSync, path: string): void {
  const application = valueOf(database, "PRAGMA application_id");
  const tables = valueOf(database, "SELECT count(*) FROM sqlite_schema");
  if (application !== APPLICATION_ID && (application !== 0 || tables > 0)) throw notParley(path);
}

/** The file at `path` is another program's, or no database at all. */
export function notParley(path: string): ParleyError {
  return new ParleyError(
    "conflict",
    `${path} is not a Parley database. Choose another folder with --data DIR.`,
  );
}

/**
 * Takes the steps that are missing.
 *
 * @throws {ParleyError} `conflict` if the file belongs to a newer Parley or to another program.
 */
export function migrate(database: DatabaseSync, path: string, steps = MIGRATIONS): void {
  checkApplication(database, path);
  const version = schemaOf(database);
  if (version > steps.length) {
    throw new ParleyError(
      "conflict",
      `${path} was written by a newer Parley (schema ${version}; this program knows ` +
        `${steps.length}). Start that version or a later one; nothing was changed.`,
    );
  }
  // What is new needs no journal beside it to go back to, which costs four fsyncs a step.
  if (version === 0) database.exec("PRAGMA journal_mode = WAL");
  // Steps and the statements of the log use it.
  defineChecksum(database);
  // A table that others refer to can't be made anew while that is watched (sqlite.org/lang_altertable.html);
  // it can't be switched in a transaction.
  const watched = valueOf(database, "PRAGMA foreign_keys");
  database.exec("PRAGMA foreign_keys = OFF");
  try {
    for (let step = version; step < steps.length; step++) takeStep(database, steps[step], step + 1);
  } finally {
    database.exec(`PRAGMA foreign_keys = ${watched}`);
  }
}

function takeStep(database: DatabaseSync, step: string, schema: number): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    database.exec(step);
    const [orphan] = database.prepare("PRAGMA foreign_key_check").all();
    if (orphan) throw new Error(`After step ${schema} a row of ${orphan.table} refers to nothing.`);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${schema}`);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
