/**
 * Keeps servers that don't know of one another off one database: an advisory lock, for as long as the server
 * lives. A server alone holds it exclusively, the nodes of a cluster share it.
 *
 * Whoever lost it takes it again, and ends where another server has it by then.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { setTimeout as sleep } from "node:timers/promises";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { notReached } from "./connection.ts";
import { shownUrl } from "./hosts.ts";
import { LOCKS } from "./locks.ts";
import { LockSession } from "./lock_session.ts";

const logger = getLogger(["parley", "postgres"]);

/** Time between two tries to connect. */
const RETRY_INTERVAL = 250;

export class ServerLock {
  readonly #url: string;
  readonly #shared: boolean;
  readonly #onTaken: (error: ParleyError) => void;
  #session: LockSession | undefined;
  #closed = false;

  private constructor(url: string, shared: boolean, onTaken: (error: ParleyError) => void) {
    this.#url = url;
    this.#shared = shared;
    this.#onTaken = onTaken;
  }

  /**
   * Takes the lock.
   *
   * @param onTaken is called once if the lock is lost later, and another server has it.
   * @param shared other nodes of a cluster may have it too.
   * @throws {ParleyError} `conflict` if another server has it, `unavailable` without a database.
   */
  static async take(
    url: string,
    onTaken: (error: ParleyError) => void,
    shared = false,
  ): Promise<ServerLock> {
    const lock = new ServerLock(url, shared, onTaken);
    try {
      await lock.#take();
    } catch (error) {
      throw notReached(url, error);
    }
    return lock;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#session?.close();
  }

  async #take(): Promise<void> {
    const session = await LockSession.open(this.#url, () => this.#lost(session));
    try {
      // A server that was killed just now may still be there, as PostgreSQL sees it.
      const wait = limits.serverLockWait;
      if (!await session.lock(LOCKS.servers, { shared: this.#shared, wait })) throw this.#inUse();
    } catch (error) {
      await session.close();
      throw error;
    }
    if (this.#closed) return await session.close();
    this.#session = session;
  }

  #inUse(): ParleyError {
    const what = `The database ${shownUrl(this.#url)} is in use by another Parley server`;
    const todo = this.#shared
      ? ", which is no node of a cluster. Stop that one, or start it with --broker too."
      : ". Stop that one, name another database with --database, or make both nodes of a cluster with " +
        "--broker.";
    return new ParleyError("conflict", what + todo);
  }

  #lost(session: LockSession): void {
    if (this.#session !== session) return;
    this.#session = undefined;
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
