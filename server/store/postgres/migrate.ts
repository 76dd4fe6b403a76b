/**
 * Brings a PostgreSQL database to the present schema, step by step; several nodes may start at once.
 * @module
 */
// @ts-types="@types/pg"
import type { Client } from "pg";
import { ParleyError } from "../../../shared/errors.ts";
import { LOCKS } from "./locks.ts";
import first from "./migrations/0001_first.ts";
import push from "./migrations/0002_push.ts";
import commitMarks from "./migrations/0003_commit_marks.ts";
import search from "./migrations/0004_search.ts";
import nodes from "./migrations/0005_nodes.ts";

/** The steps, in order; `schema_step` has a row for each that was taken. */
export const MIGRATIONS: readonly string[] = [first, push, commitMarks, search, nodes];

/** @throws {ParleyError} `conflict` if the database is another program's, or of a newer Parley. */
export async function migrate(client: Client, steps = MIGRATIONS): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(`SELECT pg_advisory_xact_lock(${LOCKS.schema})`);
    const version = await schemaOf(client);
    if (version > steps.length) {
      throw new ParleyError(
        "conflict",
        `The database was written by a newer Parley (schema ${version}; this program knows ` +
          `${steps.length}). Start that version or a later one; nothing was changed.`,
      );
    }
    for (let step = version; step < steps.length; step++) {
      await client.query(steps[step]);
      await client.query("INSERT INTO schema_step (step) VALUES ($1)", [step + 1]);
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

/** True while what another database holds is moved into this one. */
export async function isUnfinished(client: Client): Promise<boolean> {
  const { rows: [{ unfinished }] } = await client.query(
    "SELECT to_regclass('moving') IS NOT NULL AS unfinished",
  );
  return unfinished;
}

/** How many steps the database has taken; an empty one is given the table that says so. */
async function schemaOf(client: Client): Promise<number> {
  const { rows: [{ ours, tables }] } = await client.query(
    `SELECT to_regclass('schema_step') IS NOT NULL AS ours,
       (SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()) AS tables`,
  );
  if (!ours && Number(tables) > 0) {
    throw new ParleyError(
      "conflict",
      "The database is another program's: it has tables that are not Parley's. Make an empty one with " +
        "createdb, and name that.",
    );
  }
  if (!ours) {
    await client.query(
      "CREATE TABLE schema_step (step integer PRIMARY KEY, taken_at timestamptz NOT NULL DEFAULT now())",
    );
  }
  const { rows: [{ step }] } = await client.query(
    "SELECT coalesce(max(step), 0) AS step FROM schema_step",
  );
  return Number(step);
}
