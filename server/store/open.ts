/**
 * Opens the log where it is: in the data folder, or in a PostgreSQL database.
 * @module
 */
import { mkdirSync } from "node:fs";
import { PRIVATE_FOLDER } from "../private_file.ts";
import type { Log, Reader } from "./log.ts";
import { lockFolder } from "./sqlite/connection.ts";

/** Where a node's data is. */
export interface Location {
  /** The data folder; beside PostgreSQL it holds nothing that is worth keeping. */
  folder: string;
  /** URL of a PostgreSQL database; undefined: the log is a SQLite file in the folder. */
  database?: string;
  /** URL of the broker that the nodes of a cluster share; undefined: there is one server. */
  broker?: string;
}

/** Held as long as this thread lives, by what it refers to: two nodes must not share a folder. */
let _lock: unknown;

/**
 * @param owner as {@linkcode SqlLog} has it.
 * @param node the server's name, by which other nodes of a cluster know it.
 * @throws {ParleyError} why it can't be opened.
 */
export async function openLog(
  { folder, database, broker }: Location,
  now: number,
  owner?: string,
  node?: string,
): Promise<Log> {
  // Only what is used is loaded.
  if (database !== undefined) {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
    _lock = lockFolder(folder);
    const { openPostgresLog } = await import("./postgres/log.ts");
    return await openPostgresLog(database, now, owner, broker && node);
  }
  const { SqliteLog } = await import("./sqlite/log.ts");
  return new SqliteLog(folder, now, owner);
}

export async function openReader({ folder, database }: Location): Promise<Reader> {
  if (database !== undefined) {
    const { openPostgresReader } = await import("./postgres/reader.ts");
    return openPostgresReader(database);
  }
  const { openSqliteReader } = await import("./sqlite/reader.ts");
  return openSqliteReader(folder);
}
