/**
 * Opens the database file: once for writing, read-only everywhere else.
 *
 * SQLite before 3.51.3 can damage a WAL that two connections write or checkpoint. One connection
 * writes and checkpoints; all others are opened read-only.
 * @module
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import { makePrivate, PRIVATE_FOLDER } from "../../private_file.ts";
import { isDamage } from "../sql/damage.ts";
import { migrate, notParley } from "./migrate.ts";

/** Name of the data file in the data folder. */
export const DATABASE_FILE = "parley.db";
/** Milliseconds for which a connection waits for another's lock. */
export const BUSY_TIMEOUT = 5_000;
/** Name of the database that is the folder's lock. */
export const LOCK_FILE = "parley.lock";

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function damaged(path: string, reason: string): ParleyError {
  return new ParleyError(
    "unavailable",
    `${path} is damaged (${reason}). "parley-server doctor" says where; restore a backup, or save ` +
      "what can be read with export and import (docs/operations.md).",
  );
}

/**
 * Takes the data folder for this process. Released by `close`, and by the operating system when the
 * process dies in whatever way: a transaction left open in a database of its own is a lock that works
 * the same on every system.
 *
 * @throws {ParleyError} `conflict` if another server has it.
 */
export function lockFolder(folder: string): DatabaseSync {
  const path = join(folder, LOCK_FILE);
  makePrivate(path);
  const lock = new DatabaseSync(path);
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock.close();
    if (!reasonOf(error).includes("locked")) throw error;
    throw new ParleyError(
      "conflict",
      `The data folder ${folder} is in use by another Parley server. Stop that one, or choose ` +
        "another folder with --data DIR.",
    );
  }
}

/** The writing connection. Closing it releases the folder. */
export interface WritableDatabase {
  database: DatabaseSync;
  close(): void;
}

/**
 * Opens the folder's database for writing; makes folder and file if there are none, and brings the
 * schema up to date.
 *
 * @throws {ParleyError} `unavailable` if the folder can't be written, `conflict` if it is in use or of
 * another program or version.
 */
export function openForWriting(folder: string): WritableDatabase {
  const path = join(folder, DATABASE_FILE);
  let lock: DatabaseSync | undefined;
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
    lock = lockFolder(folder);
    makePrivate(path);
    database = new DatabaseSync(path);
    // First of all, since it judges whether the file is ours to change.
    migrate(database, path);
    // What the run before left in the WAL may be in the system's memory alone, if its last fsync failed.
    // Copied into the database and synced anew, it is on disk before anything is built on it.
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      -- What was erased is overwritten: a deleted message leaves nothing in the file.
      PRAGMA secure_delete = ON;
      PRAGMA busy_timeout = ${BUSY_TIMEOUT};
      PRAGMA cache_size = -32768;
      -- A commit that copies the WAL takes as long as that is: little and often, nobody waits for long.
      PRAGMA wal_autocheckpoint = 1000;
    `);
    const opened = { database, lock };
    return {
      database,
      close() {
        opened.database.close();
        opened.lock.close();
      },
    };
  } catch (error) {
    database?.close();
    lock?.close();
    if (error instanceof ParleyError) throw error;
    if (reasonOf(error).includes("not a database")) throw notParley(path);
    if (isDamage(error)) throw damaged(path, reasonOf(error));
    throw new ParleyError(
      "unavailable",
      `Can't write the data folder ${folder} (${
        reasonOf(error)
      }). Make it writable for this user, ` +
        "or choose another with --data DIR.",
    );
  }
}

/** Opens the folder's database, which a writer holds open, for reading. */
export function openForReading(folder: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true });
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}; PRAGMA mmap_size = 268435456`);
  return database;
}
