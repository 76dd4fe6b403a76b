/**
 * The checksum of an event row as a function of SQL, for migrations and repairs.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { sum, SUMMED_COLUMNS } from "../sql/checksum.ts";

/** SQL for the checksum of a row of `event`, on a connection that has {@linkcode defineChecksum}. */
export const EVENT_CHECKSUM = `event_checksum(${SUMMED_COLUMNS})`;

/** Lets statements of this connection compute {@linkcode EVENT_CHECKSUM}. */
export function defineChecksum(database: DatabaseSync): void {
  const options = { deterministic: true, varargs: true };
  database.function("event_checksum", options, (...values) => sum(values));
}
