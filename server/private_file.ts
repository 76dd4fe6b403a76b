/**
 * Makes files that only this user may read.
 * @module
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

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

/** Writes a file, and its folder, whole or not at all. What was there is replaced. */
export function writePrivate(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
  const draft = `${path}.part`;
  const file = openSync(draft, "w", PRIVATE_FILE);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
