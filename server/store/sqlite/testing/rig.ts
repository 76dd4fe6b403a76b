/**
 * What tests of the SQLite log share: a log in a temporary folder.
 * @module
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Value } from "../../sql/database.ts";
import { DUMPED, LogRig } from "../../sql/testing/log_rig.ts";
import { SqliteLog } from "../log.ts";
import { openSqliteReader } from "../reader.ts";

export { append, codes, joining } from "../../sql/testing/log_rig.ts";

/** A log in a temporary folder, a reader of it, and a clock. */
export class Rig extends LogRig {
  readonly folder = Deno.makeTempDirSync({ prefix: "parley-log-" });
  log = new SqliteLog(this.folder, 0);
  reader = openSqliteReader(this.folder);

  // deno-lint-ignore require-await -- as below
  async tamper(...statements: readonly [sql: string, ...values: Value[]][]): Promise<void> {
    const database = new DatabaseSync(join(this.folder, "parley.db"));
    database.exec("BEGIN");
    for (const [sql, ...values] of statements) database.prepare(sql).run(...values);
    database.exec("COMMIT");
    database.close();
  }

  // deno-lint-ignore require-await -- async for the sake of databases behind a network
  async dump(): Promise<string> {
    const database = new DatabaseSync(join(this.folder, "parley.db"), { readOnly: true });
    const content = DUMPED.map((table) => database.prepare(`SELECT * FROM ${table}`).all());
    database.close();
    return JSON.stringify(content);
  }

  async close(): Promise<void> {
    this.reader.close();
    await this.log.close();
  }

  open(): void {
    this.log = new SqliteLog(this.folder, this.now);
    this.reader = openSqliteReader(this.folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}
