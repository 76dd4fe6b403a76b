/**
 * Tells what SQLite says of a damaged file from its other errors.
 * @module
 */

/** True if an error means that a part of the file is not what was written: a torn page, a wild value. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /malformed|corrupt|not a database/.test(error.message) ||
    (error as NodeJS.ErrnoException).code === "ERR_OUT_OF_RANGE";
}
