/**
 * Reads the log in a SQLite database, over a read-only connection of its own.
 * @module
 */
import type { Reader } from "../log.ts";
import { openReader } from "../sql/reader.ts";
import { SqliteReadDatabase } from "./database.ts";

export function openSqliteReader(folder: string): Reader {
  return openReader(new SqliteReadDatabase(folder));
}
