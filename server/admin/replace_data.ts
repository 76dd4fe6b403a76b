/**
 * Puts another database into a data folder, in place of the one that may be there.
 * @module
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../shared/errors.ts";
import { PRIVATE_FOLDER } from "../private_file.ts";
import { INDEX_FILE, removeIndex } from "../search/index_file.ts";
import { lockFolder } from "../store/sqlite/connection.ts";
import { databasePath } from "./data_file.ts";
import { besides, discard, keepAs, place } from "./placed_file.ts";

/**
 * Runs with the folder locked: no server is in it, and none can start. The folder is made if there is none.
 *
 * @throws {ParleyError} `conflict` if a server runs there.
 */
export async function inLockedFolder<T>(folder: string, run: () => T | Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const lock = lockFolder(folder);
  try {
    return await run();
  } finally {
    lock.close();
  }
}

/** @throws {ParleyError} `conflict` if the folder has data that are not to be replaced. */
export function refuseData(folder: string, force: boolean | undefined): void {
  if (force || !existsSync(databasePath(folder))) return;
  throw new ParleyError(
    "conflict",
    `${folder} holds data already. Choose another folder with --data DIR, or replace them with ` +
      "--force (the old file is kept beside the new one).",
  );
}

/**
 * Makes a database beside the folder's and puts it in its place when it is finished: whenever the process
 * dies, the folder has the old one or the new one. Call it {@linkcode inLockedFolder}.
 *
 * @param make writes the database to the path that it is given.
 * @returns what `make` gives, and where the old file is kept, if there was one.
 */
export async function replaceData<T>(
  folder: string,
  make: (path: string) => T | Promise<T>,
): Promise<{ made: T; kept: string | undefined }> {
  const path = databasePath(folder);
  const fresh = besides(path);
  discard(fresh);
  try {
    const made = await make(fresh);
    const kept = existsSync(path) ? keepOld(path) : undefined;
    // It knows other events than these, perhaps by the same numbers.
    removeIndex(join(folder, INDEX_FILE));
    place(fresh, path);
    return { made, kept };
  } finally {
    discard(fresh);
  }
}

/** Keeps the old file with all that belongs to it, under a name that says when. */
function keepOld(path: string): string {
  const time = new Date().toISOString().replace(/[:.]/g, "-");
  const kept = `${path}.${time}`;
  foldLog(path);
  // What could not be folded in goes with it: the new file must not be taken for the one that it belongs to.
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${kept}-wal`);
  rmSync(`${path}-shm`, { force: true });
  keepAs(path, kept);
  return kept;
}

/** Folds the write-ahead log into the file, and so ends it. */
function foldLog(path: string): void {
  try {
    const database = new DatabaseSync(path);
    try {
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      database.close();
    }
  } catch {
    // It is damaged, or another program's.
  }
}
