/**
 * A connection for advisory locks alone: what it holds is free again when it ends, whichever way.
 * @module
 */
// @ts-types="@types/pg"
import type pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { limits } from "../../../shared/limits.ts";
import { connect } from "./connection.ts";

/** Time between two tries to get a lock that another session has. */
const RETRY_INTERVAL = 250;

export class LockSession {
  readonly #client: pg.Client;
  readonly #onLost: () => void;
  readonly #check: ReturnType<typeof setInterval>;
  #over = false;

  private constructor(client: pg.Client, onLost: () => void) {
    this.#client = client;
    this.#onLost = onLost;
    client.once("end", () => this.#lost());
    this.#check = setInterval(() => {
      client.query("SELECT 1").catch(() => this.#lost());
    }, limits.serverLockCheck);
  }

  /** @param onLost is called once if the connection ends by itself. @throws if there is none to be had. */
  static async open(url: string, onLost: () => void): Promise<LockSession> {
    const { client } = await connect(url, {
      application_name: "parley server",
      // A connection that hangs is as good as none.
      query_timeout: limits.databaseStatement,
    });
    const session = new LockSession(client, onLost);
    try {
      // PostgreSQL itself has to notice when a server's machine is gone: by default that takes hours.
      await client.query(
        "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; " +
          "SET idle_session_timeout = 0",
      );
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /**
   * @param shared several sessions may have it so, and nobody otherwise.
   * @param wait milliseconds for another session that has it.
   */
  async lock(key: number, { shared = false, wait = 0 } = {}): Promise<boolean> {
    const lock = shared ? "pg_try_advisory_lock_shared" : "pg_try_advisory_lock";
    const deadline = performance.now() + wait;
    for (;;) {
      const { rows: [{ locked }] } = await this.#client.query(`SELECT ${lock}(${key}) AS locked`);
      if (locked || performance.now() >= deadline) return locked;
      await sleep(RETRY_INTERVAL);
    }
  }

  async close(): Promise<void> {
    this.#over = true;
    clearInterval(this.#check);
    await this.#client.end().catch(() => {});
  }

  #lost(): void {
    if (this.#over) return;
    this.close();
    this.#onLost();
  }
}
