/**
 * Connections to PostgreSQL: what each is set to.
 * @module
 */
// @ts-types="@types/pg"
import pg from "pg";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";

/** OID of int8: all whole numbers here are ones that a JavaScript number holds. */
const INT8 = 20;

const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    return oid === INT8 ? Number : pg.types.getTypeParser(oid, format as "text");
  },
};

/** What every connection of a node is made with. */
export function connectionConfig(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: "parley",
    types: types as pg.CustomTypesConfig,
    keepAlive: true,
    connectionTimeoutMillis: limits.databaseConnect,
    statement_timeout: limits.databaseStatement,
    // What a node that lost its network has locked is free again after that.
    idle_in_transaction_session_timeout: limits.databaseStatement,
  };
}

export interface Connected {
  client: pg.Client;
  /** Another one after a standby took over. */
  timeline: string;
}

/** The connection that writes. @throws if there is none to be had, or the server only reads. */
export async function connect(url: string): Promise<Connected> {
  const client = new pg.Client(connectionConfig(url));
  // A connection that ends while nothing is asked: the next question finds out.
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows: [{ standby }] } = await client.query("SELECT pg_is_in_recovery() AS standby");
    if (standby) throw new Error("it is a standby, which only reads");
    const { rows: [{ durable, timeline }] } = await client.query(
      `SELECT current_setting('synchronous_commit') <> 'off' AS durable,
         substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS timeline`,
    );
    // What is acknowledged is on disk: that is not the database's to decide.
    if (!durable) await client.query("SET synchronous_commit = on");
    return { client, timeline };
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** @returns the URL without its password, for messages. */
export function shownUrl(url: string): string {
  const shown = new URL(url);
  if (shown.password !== "") shown.password = "…";
  return shown.href;
}

/** Why a server can't start with this database. */
export function notReached(url: string, error: unknown): ParleyError {
  if (error instanceof ParleyError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ParleyError(
    "unavailable",
    `Can't use the database ${shownUrl(url)} (${reason}). Start PostgreSQL, or name another with ` +
      "--database postgres://USER@HOST/NAME.",
  );
}
