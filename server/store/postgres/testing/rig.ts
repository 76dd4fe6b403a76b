/**
 * What tests of the PostgreSQL log share: a log in a database of its own.
 * @module
 */
import type { Cluster } from "../../../../tests/support/postgres.ts";
import type { Log, Reader } from "../../log.ts";
import type { Value } from "../../sql/database.ts";
import { DUMPED, LogRig } from "../../sql/testing/log_rig.ts";
import { connect } from "../connection.ts";
import { openPostgresLog } from "../log.ts";
import { openPostgresReader } from "../reader.ts";
import { translate } from "../statement.ts";

export class PostgresRig extends LogRig {
  log!: Log;
  reader!: Reader;

  private constructor(readonly cluster: Cluster, readonly url: string) {
    super();
  }

  /** @param port under which it is reached, if not the cluster's own. */
  static async start(cluster: Cluster, port = cluster.port): Promise<PostgresRig> {
    const url = new URL(await cluster.create());
    url.port = String(port);
    const rig = new PostgresRig(cluster, url.href);
    await rig.open();
    return rig;
  }

  async tamper(...statements: readonly [sql: string, ...values: Value[]][]): Promise<void> {
    const { client } = await connect(this.url);
    await client.query("BEGIN");
    for (const [sql, ...values] of statements) await client.query(translate(sql), values);
    await client.query("COMMIT");
    await client.end();
  }

  async dump(): Promise<string> {
    const database = new URL(this.url).pathname.slice(1);
    const content = [];
    for (const table of DUMPED) {
      content.push(
        await this.cluster.ask(database, `SELECT * FROM ${table} AS t ORDER BY t::text`),
      );
    }
    return JSON.stringify(content);
  }

  async close(): Promise<void> {
    this.reader.close();
    await this.log.close();
  }

  async open(): Promise<void> {
    this.log = await openPostgresLog(this.url, this.now);
    this.reader = openPostgresReader(this.url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
