/**
 * The log in a SQLite database.
 * @module
 */
import { SqlLog } from "../sql/log.ts";
import { runNow, SqliteLogDatabase } from "./database.ts";

export class SqliteLog extends SqlLog {
  /**
   * Opens the folder's log.
   *
   * @param owner key of the name whose account administers the server; without it, the first account does.
   */
  constructor(folder: string, now: number, owner?: string) {
    const database = new SqliteLogDatabase(folder);
    super(database, owner);
    runNow(this.begin(now));
  }
}
