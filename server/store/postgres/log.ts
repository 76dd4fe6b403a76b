/**
 * The log in a PostgreSQL database.
 * @module
 */
import { SqlLog } from "../sql/log.ts";
import { PostgresLogDatabase } from "./database.ts";
import { notReached } from "./connection.ts";

/**
 * Opens the log, and makes its tables if there are none.
 *
 * @param owner key of the name whose account administers the server; without it, the first account does.
 * @param node leaves word for the other nodes of a cluster, in this one's name.
 */
export async function openPostgresLog(
  url: string,
  now: number,
  owner?: string,
  node?: string,
): Promise<SqlLog> {
  const database = await PostgresLogDatabase.open(url);
  try {
    const log = new SqlLog(database, owner, node);
    await database.transaction(() => log.begin(now));
    return log;
  } catch (error) {
    await database.close();
    throw notReached(url, error);
  }
}
