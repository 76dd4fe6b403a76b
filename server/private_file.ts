/**
 * Makes files that only this user may read.
 * @module
 */
import { closeSync, openSync } from "node:fs";

/** Mode of a private file, and of a folder for such. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/**
 * Makes an empty file if there is none. SQLite by itself would give a database what the folder lets it;
 * the files that it makes beside one get the same rights as that.
 */
export function makePrivate(path: string): void {
  closeSync(openSync(path, "a", PRIVATE_FILE));
}
