/**
 * Tells a storage that fails from a defect of the program, by the code of SQLite's error.
 * @module
 */
import { StorageError } from "../log.ts";

/** Result codes (https://sqlite.org/rescode.html): the lower byte of an extended one. */
const SQLITE = {
  error: 1,
  corrupt: 11,
  full: 13,
  tooBig: 18,
  constraint: 19,
  mismatch: 20,
  misuse: 21,
  range: 25,
  notADatabase: 26,
} as const;

/**
 * What a statement is answered that should not have been made: the storage is as good as before. A page
 * that is found to be damaged is one: SQLite changes nothing there, and what lies elsewhere is sound.
 */
const DEFECTS: readonly number[] = [
  SQLITE.error,
  SQLITE.corrupt,
  SQLITE.tooBig,
  SQLITE.constraint,
  SQLITE.mismatch,
  SQLITE.misuse,
  SQLITE.range,
];

/** The error as the store has to take it; undefined for what is no failure of the storage. */
export function toStorageError(error: unknown): StorageError | undefined {
  const { code, errcode } = error as { code?: unknown; errcode?: number };
  if (code !== "ERR_SQLITE_ERROR") return undefined;
  const result = errcode === undefined ? undefined : errcode & 0xff;
  if (result !== undefined && DEFECTS.includes(result)) return undefined;
  // A write that found no room has changed nothing that counts, and says so before anything is synced.
  // Of any other failure, and of one without a code, nobody knows what it left on the disk.
  if (result === SQLITE.full) {
    const message =
      "The server's disk is full: it can't save anything until its operator has made room.";
    return new StorageError(message, true, { cause: error });
  }
  const what = result === SQLITE.notADatabase
    ? "its database is damaged"
    : "writing to its disk failed";
  const message = `The server can't save anything: ${what}. Its operator has to look at it.`;
  return new StorageError(message, false, { cause: error });
}
