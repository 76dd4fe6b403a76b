/**
 * Files that come into their place whole or not at all, and are on the disk by then.
 * @module
 */
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { ParleyError } from "../../shared/errors.ts";

/** @throws {ParleyError} `conflict` if the file is there and must not be replaced. */
export function refuseExisting(path: string, force: boolean | undefined): void {
  if (force || !existsSync(path)) return;
  throw new ParleyError(
    "conflict",
    `${path} is there already. Name another file, or replace it with --force.`,
  );
}

/** Where a file is made before it comes into its place: beside it, so that a rename is enough. */
export function besides(path: string): string {
  return `${path}.part`;
}

/** Removes a database that is not to stay, with what SQLite may have left beside it. */
export function discard(path: string): void {
  for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(path + end, { force: true });
}

function sync(path: string, flags: string): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a finished file, which stands beside its place, into it. */
export function place(finished: string, path: string): void {
  sync(finished, "r+");
  renameSync(finished, path);
  syncFolder(path);
}

/** A new name is on the disk when its folder is. */
function syncFolder(path: string): void {
  try {
    sync(dirname(path), "r");
  } catch {
    // Windows has no such thing.
  }
}

/** Gives a file another name besides its own, so that the own one can be given to another at once. */
export function keepAs(path: string, other: string): void {
  try {
    linkSync(path, other);
  } catch {
    // A file system without hard links: for a moment there is no file of the name.
    renameSync(path, other);
  }
}
