/**
 * The file of the index: its tables, and how it is opened, found to be damaged, and thrown away.
 * @module
 */
import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { makePrivate } from "../private_file.ts";

/** Name of the index in the data folder. */
export const INDEX_FILE = "search.db";
/** Changes whenever the tables do, or what words a text is made of: a file of another number is made anew. */
const FORMAT = 1;
/**
 * No column sizes, which only FTS5's own ranking needs. What is deleted is overwritten, not just unlinked.
 * While nobody writes, any two parts of the index are joined.
 */
const SCHEMA = `
CREATE TABLE room (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- The seq up to which the room's log is dealt with.
  cursor INTEGER NOT NULL
) STRICT;
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  room INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  UNIQUE (room, seq)
) STRICT;
CREATE VIRTUAL TABLE indexed USING fts5 (
  words, columnsize = 0, prefix = '1 2 3', tokenize = "ascii tokenchars '_'"
);
INSERT INTO indexed (indexed, rank) VALUES ('secure-delete', 1), ('usermerge', 2);
PRAGMA user_version = ${FORMAT};
`;

function openFile(path: string): DatabaseSync {
  makePrivate(path);
  const database = new DatabaseSync(path);
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA secure_delete = ON;
      PRAGMA cache_size = -32768;
      PRAGMA mmap_size = 1073741824;
    `);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What only a new index mends: not to be taken for damage of the log, which is none of the index's. */
export class DamagedIndex extends Error {
  constructor(cause: unknown) {
    super("The index of messages is damaged.", { cause });
  }
}

/** Does something with the index. @throws {DamagedIndex} if it is damaged there. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isDamage(error) ? new DamagedIndex(error) : error;
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof Error &&
    /not a database|malformed|corrupt|vtable constructor failed|no such table/.test(error.message);
}

/** Throws an index away. It must not be open. */
export function removeIndex(path: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
}

function formatOf(database: DatabaseSync): number {
  return (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}

/** Opens the file; makes it if there is none, none of this format, or a damaged one. */
export function openIndexFile(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = openFile(path);
    if (formatOf(database) === FORMAT) {
      // FTS5 looks at its own tables when it is first used.
      database.prepare("SELECT rowid FROM indexed LIMIT 1").get();
      return database;
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  database?.close();
  removeIndex(path);
  database = openFile(path);
  database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT`);
  return database;
}
