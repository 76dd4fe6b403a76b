/**
 * The connections to PostgreSQL that read.
 * @module
 */
// @ts-types="@types/pg"
import pg from "pg";
import { getLogger } from "@logtape/logtape";
import { limits } from "../../../shared/limits.ts";
import type { ReadDatabase, Statement, Steps } from "../sql/database.ts";
import { connect, connectionConfig } from "./connection.ts";
import { urlsOf } from "./hosts.ts";
import { prepare, runSteps, VERSION } from "./statement.ts";
import { isLost, toStorageError, unreachable } from "./trouble.ts";

const logger = getLogger(["parley", "postgres"]);

/** Connections that read, a few for each thread, to the host that writes: no standby is as far as it. */
export class PostgresReadDatabase implements ReadDatabase {
  readonly shared = true;
  readonly lock = "";
  readonly version: Statement;
  readonly #url: string;
  #pool: Promise<pg.Pool> | undefined;

  constructor(url: string) {
    this.#url = url;
    this.version = this.prepare(VERSION);
  }

  prepare(sql: string): Statement {
    return prepare(sql, (query) => this.#ask(query));
  }

  async run<T>(steps: Steps<T>): Promise<T> {
    try {
      return await runSteps(steps);
    } catch (error) {
      throw toStorageError(error) ? unreachable(error) : error;
    }
  }

  close(): void {
    this.#leave(this.#pool);
  }

  async #ask(query: pg.QueryConfig): Promise<pg.QueryResult> {
    const pool = this.#pool ??= openPool(this.#url);
    try {
      return await (await pool).query(query);
    } catch (error) {
      if (!isLost(error)) throw error;
      this.#leave(pool);
    }
    // The server was started anew, or another took over. To read twice does no harm.
    this.#pool ??= openPool(this.#url);
    return await (await this.#pool).query(query);
  }

  #leave(pool: Promise<pg.Pool> | undefined): void {
    if (this.#pool === pool) this.#pool = undefined;
    pool?.then(endOnceServed).catch(() => {});
  }
}

/** A pool that is ended gives a connection to nobody any more, nor does it refuse whoever waits for one. */
async function endOnceServed(pool: pg.Pool): Promise<void> {
  if (pool.waitingCount > 0) {
    await new Promise<void>((resolve) => {
      pool.on("acquire", () => pool.waitingCount === 0 && resolve());
    });
  }
  await pool.end();
}

/** @throws if no host writes. */
async function openPool(url: string): Promise<pg.Pool> {
  let primary = url;
  if (urlsOf(url).length > 1) {
    const connected = await connect(url);
    await connected.client.end();
    primary = connected.url;
  }
  const pool = new pg.Pool({ ...connectionConfig(primary), max: limits.databaseReaders });
  // One that ends while it rests is replaced when it is needed.
  pool.on("error", (error) => logger.warning("A connection was lost: {error}", { error }));
  return pool;
}
