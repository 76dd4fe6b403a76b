/**
 * A PostgreSQL database as a side of a migration. As a target it has a table `moving` until all is there: no server
 * starts on it before.
 * @module
 */
// @ts-types="@types/pg"
import type pg from "pg";
import { Buffer } from "node:buffer";
import { ParleyError } from "../../../shared/errors.ts";
import { connect, notReached } from "../../store/postgres/connection.ts";
import { shownUrl } from "../../store/postgres/hosts.ts";
import { isUnfinished, migrate } from "../../store/postgres/migrate.ts";
import { ServerLock } from "../../store/postgres/server_lock.ts";
import { type Key, MOVED, type MovedTable, type Progress, type Row, type Target } from "./side.ts";

/** Columns that PostgreSQL numbers by itself. */
const NUMBERED = { audit: "id", report: "id", hook: "number" };

/** Only sees to it that the lock is not another's; what is copied is verified in the end. */
const ignore = () => {};

export class PostgresSide implements Target {
  readonly label: string;
  readonly #client: pg.Client;
  readonly #lock: ServerLock;
  /** By table and column. */
  readonly #types = new Map<string, string>();

  private constructor(url: string, client: pg.Client, lock: ServerLock) {
    this.label = shownUrl(url);
    this.#client = client;
    this.#lock = lock;
  }

  /** @throws {ParleyError} if it can't be reached, a server uses it, or it is another program's. */
  static async open(url: string): Promise<PostgresSide> {
    const lock = await ServerLock.take(url, ignore);
    let client: pg.Client | undefined;
    try {
      // To count a large table may take its time, and nobody waits behind it.
      ({ client } = await connect(url, { statement_timeout: 0, query_timeout: 0 }));
      await migrate(client);
      return new PostgresSide(url, client, lock);
    } catch (error) {
      await client?.end().catch(ignore);
      await lock.close();
      throw notReached(url, error);
    }
  }

  /** @throws {ParleyError} if there is nothing in it that could be copied. */
  async refuseAsSource(): Promise<void> {
    if (await isUnfinished(this.#client)) {
      throw new ParleyError(
        "conflict",
        `${this.label} holds only a part of another database: finish that migration first.`,
      );
    }
  }

  /** @throws {ParleyError} `conflict` if it holds what is not an earlier try's. */
  async refuseAsTarget(): Promise<void> {
    if (await isUnfinished(this.#client) || await this.count("room") === 0) return;
    throw new ParleyError(
      "conflict",
      `${this.label} holds data already. Make an empty database with createdb, and name that.`,
    );
  }

  async columns(table: string): Promise<string[]> {
    const { rows } = await this.#client.query(
      `SELECT column_name AS name, udt_name AS type FROM information_schema.columns
       WHERE table_schema = current_schema() AND table_name = $1`,
      [table],
    );
    for (const { name, type } of rows) this.#types.set(`${table}.${name}`, type);
    return rows.map(({ name }) => name).sort();
  }

  async count(table: string): Promise<number> {
    const { rows: [{ n }] } = await this.#client.query(`SELECT count(*) AS n FROM ${table}`);
    return n;
  }

  async read({ name, key }: MovedTable, after: Key | undefined, limit: number): Promise<Row[]> {
    const order = key.join(", ");
    const values = name === "address_key"
      ? after?.map((part) => Buffer.from(`${part}`, "base64"))
      : after;
    const behind = values ? `WHERE (${order}) > (${key.map((_column, n) => `$${n + 1}`)})` : "";
    const text = `SELECT * FROM ${name} ${behind} ORDER BY ${order} LIMIT ${limit}`;
    return (await this.#client.query(text, values)).rows;
  }

  async close(): Promise<void> {
    await this.#client.end();
    await this.#lock.close();
  }

  async progress(): Promise<Progress | undefined> {
    if (!await isUnfinished(this.#client)) return undefined;
    const { rows: [row] } = await this.#client.query("SELECT progress FROM moving");
    return row.progress;
  }

  async begin(source: string): Promise<void> {
    await this.#inTransaction(async () => {
      for (const { name } of MOVED.toReversed()) await this.#client.query(`DELETE FROM ${name}`);
      await this.#client.query("CREATE TABLE IF NOT EXISTS moving (progress JSON NOT NULL)");
      await this.#note({ source, table: "", after: [] });
    });
  }

  async write({ name }: MovedTable, columns: readonly string[], rows: Row[], to: Progress) {
    const arrays = columns.map((column, n) =>
      `$${n + 1}::${this.#types.get(`${name}.${column}`)}[]`
    );
    await this.#inTransaction(async () => {
      await this.#client.query(
        `INSERT INTO ${name} (${columns}) SELECT * FROM unnest(${arrays})`,
        columns.map((column) => rows.map((row) => bytes(row[column]))),
      );
      await this.#note(to);
    });
  }

  async finish(): Promise<void> {
    await this.#inTransaction(async () => {
      for (const [table, column] of Object.entries(NUMBERED)) {
        await this.#client.query(
          `SELECT setval(pg_get_serial_sequence('${table}', '${column}'),
             (SELECT coalesce(max(${column}), 0) + 1 FROM ${table}), false)`,
        );
      }
      await this.#client.query("DROP TABLE moving");
    });
    await this.#client.query("ANALYZE");
  }

  async #note(progress: Progress): Promise<void> {
    await this.#client.query("DELETE FROM moving");
    await this.#client.query("INSERT INTO moving VALUES ($1)", [JSON.stringify(progress)]);
  }

  async #inTransaction(run: () => Promise<void>): Promise<void> {
    await this.#client.query("BEGIN");
    try {
      await run();
      await this.#client.query("COMMIT");
    } catch (error) {
      await this.#client.query("ROLLBACK");
      throw error;
    }
  }
}

/** What the driver takes for bytes. */
function bytes(value: Row[string]) {
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}
