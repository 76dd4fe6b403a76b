/**
 * What PostgreSQL's errors mean: a lost connection, somebody in the way, a full disk, a defect.
 * @module
 */
// @ts-types="@types/pg"
import pg from "pg";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { StorageError } from "../log.ts";

/** SQLSTATEs (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const IN_THE_WAY = [
  "23505", // unique_violation: another node was first; the next try sees what it wrote
  "40001", // serialization_failure
  "40P01", // deadlock_detected
  "55P03", // lock_not_available
];

/** Message of the error when all hosts there are only read. */
export const STANDBY = "it is a standby, which only reads";

/** True if the transaction may well succeed when it is tried again. */
export function isInTheWay(error: unknown): boolean {
  return error instanceof pg.DatabaseError && IN_THE_WAY.includes(error.code ?? "");
}

/** A COMMIT that was answered with a warning: it may be less safe than it has to be. */
export class UncertainCommit extends Error {}

/** True if the connection is of no use any more: what it was doing is known to the server alone. */
export function isLost(error: unknown): boolean {
  if (error instanceof UncertainCommit) return true;
  if (!(error instanceof pg.DatabaseError)) return isConnectionError(error);
  // Connection exceptions, shutting down, a session ended, a server that only reads.
  return /^(08|57P)/.test(error.code ?? "") || error.code === "25006" || error.code === "25P03";
}

function isConnectionError(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return message === STANDBY || /^E[A-Z]+$/.test(code ?? "") ||
    /^(Connection terminated|Client has encountered|Client was closed|timeout exp|timeout exc|Query read)/
      .test(message ?? "");
}

export function unavailable(cause: unknown, what = "its database can't be reached"): StorageError {
  return new StorageError(`The server can't save anything at the moment: ${what}.`, true, {
    cause,
  });
}

/** What whoever wants to read is told. */
export function unreachable(cause: unknown): ParleyError {
  return new ParleyError(
    "unavailable",
    "The server's database can't be reached at the moment. Try again in a moment.",
    limits.storeProbe / 1000,
    { cause },
  );
}

/** The error as the store has to take it; undefined for a defect of the program. */
export function toStorageError(error: unknown): StorageError | undefined {
  if (isLost(error)) return unavailable(error);
  if (!(error instanceof pg.DatabaseError)) return undefined;
  // Insufficient resources, a statement that took too long, a fault of the system under PostgreSQL. Whatever
  // it is, PostgreSQL rolled back, and says so.
  if (/^53/.test(error.code ?? "")) return unavailable(error, "its database is full");
  if (/^(57014|58)/.test(error.code ?? "")) return unavailable(error, "its database has trouble");
  return isInTheWay(error) ? unavailable(error, "its database is too busy") : undefined;
}
