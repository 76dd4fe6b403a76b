/**
 * Reads the log in a PostgreSQL database, over a few connections.
 * @module
 */
import type { Reader } from "../log.ts";
import { openReader } from "../sql/reader.ts";
import { PostgresReadDatabase } from "./read_database.ts";

export function openPostgresReader(url: string): Reader {
  return openReader(new PostgresReadDatabase(url));
}
