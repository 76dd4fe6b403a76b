/**
 * Keeps servers that don't know of one another off one database: a session's advisory lock, on a connection of
 * its own for as long as the server lives.
 *
 * A server alone holds it exclusively. Whoever dies, or loses its network, no longer holds it; whoever lost it
 * takes it again, and ends where another server has it by then.
 * @module
 */
// @ts-types="@types/pg"
import type pg from "pg";
import { getLogger } from "@logtape/logtape";
import { setTimeout as sleep } from "node:timers/promises";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { connect, notReached } from "./connection.ts";
import { shownUrl } from "./hosts.ts";

const logger = getLogger(["parley", "postgres"]);

/** Key of the lock: "Prlo" in ASCII. */
const LOCK = 0x50726c6f;

/** Time between two tries to get the lock, and to connect. */
const RETRY_INTERVAL = 250;

export class ServerLock {
  readonly #url: string;
  readonly #onTaken: (error: ParleyError) => void;
  #client: pg.Client | undefined;
  #check: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  private constructor(url: string, onTaken: (error: ParleyError) => void) {
    this.#url = url;
    this.#onTaken = onTaken;
  }

  /**
   * Takes the lock.
   *
   * @param onTaken is called once if the lock is lost later, and another server has it.
   * @throws {ParleyError} `conflict` if another server has it, `unavailable` without a database.
   */
  static async take(url: string, onTaken: (error: ParleyError) => void): Promise<ServerLock> {
    const lock = new ServerLock(url, onTaken);
    try {
      await lock.#take();
    } catch (error) {
      throw notReached(url, error);
    }
    return lock;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#check);
    await this.#client?.end().catch(() => {});
  }

  async #take(): Promise<void> {
    const { client } = await connect(this.#url, {
      application_name: "parley server",
      // A connection that hangs is as good as none.
      query_timeout: limits.databaseStatement,
    });
    try {
      // PostgreSQL itself has to notice when a server's machine is gone: by default that takes hours.
      await client.query(
        "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; " +
          "SET idle_session_timeout = 0",
      );
      if (!await this.#lock(client)) {
        throw new ParleyError(
          "conflict",
          `The database ${
            shownUrl(this.#url)
          } is in use by another Parley server. Stop that one, or ` +
            "name another database with --database.",
        );
      }
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
    if (this.#closed) return await client.end();
    this.#client = client;
    client.once("end", () => this.#lost(client));
    this.#check = setInterval(() => {
      client.query("SELECT 1").catch(() => this.#lost(client));
    }, limits.serverLockCheck);
  }

  /** A server that was killed just now may still be there, as PostgreSQL sees it. */
  async #lock(client: pg.Client): Promise<boolean> {
    const deadline = performance.now() + limits.serverLockWait;
    for (;;) {
      const { rows: [{ locked }] } = await client.query(
        `SELECT pg_try_advisory_lock(${LOCK}) AS locked`,
      );
      if (locked || performance.now() > deadline) return locked;
      await sleep(RETRY_INTERVAL);
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    clearInterval(this.#check);
    client.end().catch(() => {});
    if (this.#closed) return;
    logger.warning("The connection that keeps other servers off the database was lost");
    this.#takeAgain().catch((error) => this.#onTaken(error));
  }

  /** @throws {ParleyError} `conflict` if another server has it. */
  async #takeAgain(): Promise<void> {
    while (!this.#closed) {
      try {
        return await this.#take();
      } catch (error) {
        if (error instanceof ParleyError) throw error;
        await sleep(RETRY_INTERVAL);
      }
    }
  }
}
