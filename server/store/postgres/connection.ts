/**
 * Connections to PostgreSQL: what each is set to.
 * @module
 */
// @ts-types="@types/pg"
import pg from "pg";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { shownUrl, urlsOf } from "./hosts.ts";
import { STANDBY } from "./trouble.ts";

/** OID of int8: all whole numbers here are ones that a JavaScript number holds. */
const INT8 = 20;

const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    return oid === INT8 ? Number : pg.types.getTypeParser(oid, format as "text");
  },
};

/** What every connection of a node is made with. @param url one with one host. */
export function connectionConfig(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: "parley",
    types: types as pg.CustomTypesConfig,
    keepAlive: true,
    connectionTimeoutMillis: limits.databaseConnect,
    statement_timeout: limits.databaseStatement,
    // Past this nobody is there any more who would tell of that.
    query_timeout: limits.databaseStatement + limits.databaseSilence,
    // What a node that lost its network has locked is free again after that.
    idle_in_transaction_session_timeout: limits.databaseStatement,
  };
}

/**
 * Connects to the host that writes.
 *
 * @param settings in place of those of {@linkcode connectionConfig}.
 * @throws if there is none to be had, or all of them only read.
 */
export async function connect(
  url: string,
  settings: pg.ClientConfig = {},
): Promise<{ client: pg.Client; url: string }> {
  let failure: unknown;
  for (const one of urlsOf(url)) {
    try {
      return { client: await connectTo({ ...connectionConfig(one), ...settings }), url: one };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function connectTo(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  // A connection that ends while nothing is asked: the next question finds out.
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows: [{ standby, durable }] } = await client.query(
      `SELECT pg_is_in_recovery() AS standby,
         current_setting('synchronous_commit') NOT IN ('off', 'local') AS durable`,
    );
    if (standby) throw new Error(STANDBY);
    // What is acknowledged is on disk, and at the standbys that the database waits for: that is not its to decide.
    if (!durable) await client.query("SET synchronous_commit = on");
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
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

/** Why a server must not start on what a migration has only a part of. */
export function unfinished(url: string): ParleyError {
  return new ParleyError(
    "conflict",
    `The migration into ${
      shownUrl(url)
    } is not finished. Run the same "parley-server migrate" again: it ` +
      "goes on where it was.",
  );
}
