/**
 * PostgreSQL behind the seam of the log's SQL.
 *
 * Several nodes write at once. `seq` is given out under the lock of the room's row: a transaction begins by
 * locking the rooms that it is about, in order of their ids, so that what it judges there stays true until
 * it commits. Writes about accounts go one after the other over all nodes, by an advisory lock. Whoever
 * gets in another's way all the same (a deadlock, a name that was taken meanwhile) is tried again.
 * @module
 */
// @ts-types="@types/pg"
import pg from "pg";
import { getLogger } from "@logtape/logtape";
import { setTimeout as sleep } from "node:timers/promises";
import { ParleyError } from "../../../shared/errors.ts";
import { StorageError, type Write, type WriteKind } from "../log.ts";
import type { LogDatabase, Statement, Steps } from "../sql/database.ts";
import { connect, notReached, unfinished } from "./connection.ts";
import { LOCKS } from "./locks.ts";
import { isUnfinished, migrate } from "./migrate.ts";
import { prepare, runSteps, VERSION } from "./statement.ts";
import { isInTheWay, isLost, toStorageError, unavailable, UncertainCommit } from "./trouble.ts";

const logger = getLogger(["parley", "postgres"]);

/** These are about what is in a room, or a row of their own: the lock of the room's row is enough. */
const IN_ROOM: ReadonlySet<WriteKind> = new Set<WriteKind>([
  "append",
  "change-message",
  "mark-read",
  "set-notify",
  "touch-session",
  "hook-delivered",
  "hook-failed",
  "claim-push",
  "note-push",
]);

/** Tries of a transaction that another was in the way of. */
const TRIES = 5;

/** Time between two tries to ask what became of a commit. */
const FATE_INTERVAL = 250;

/** Writes the number of a node's transaction into it. */
const MARK = `INSERT INTO commit_mark (node, number) VALUES ($1, $2)
  ON CONFLICT (node) DO UPDATE SET number = excluded.number, at = now()`;
/**
 * Gives the number of the node's newest transaction that was committed. It waits for one that is not over
 * yet, and commits itself: so the other is at the standbys that the database waits for, too.
 */
const ASK_MARK = `INSERT INTO commit_mark (node, number) VALUES ($1, 0)
  ON CONFLICT (node) DO UPDATE SET at = now() RETURNING number`;
/** Nodes that are gone for long are nobody's any more. */
const FORGET_MARKS = "DELETE FROM commit_mark WHERE at < now() - interval '30 days'";
/** SQLSTATEs of warnings. */
const WARNING = /^01/;

/** Ids of the rooms that the writes are about. */
function roomsOf(writes: readonly Write[]): string[] {
  const rooms = new Set<string>();
  for (const write of writes) {
    if ("room" in write && write.room !== undefined) rooms.add(write.room);
    if ("via" in write && write.via !== undefined) rooms.add(write.via);
  }
  return [...rooms];
}

export class PostgresLogDatabase implements LogDatabase {
  readonly shared = true;
  readonly lock = "FOR UPDATE";
  readonly version: Statement;
  readonly #url: string;
  #client: pg.Client | undefined;
  /** Under which its transactions are known, as long as it runs. */
  readonly #node = crypto.randomUUID();
  #lastNumber = 0;
  /** The server warned of something since this was unset. */
  #warning: string | undefined;
  #givenUp = false;

  private constructor(url: string, client: pg.Client) {
    this.#url = url;
    this.#use(client);
    this.version = this.prepare(VERSION);
  }

  /** @throws {ParleyError} why there is no database to be had. */
  static async open(url: string): Promise<PostgresLogDatabase> {
    let client: pg.Client | undefined;
    try {
      ({ client } = await connect(url));
      await migrate(client);
      if (await isUnfinished(client)) throw unfinished(url);
      await client.query(FORGET_MARKS);
      return new PostgresLogDatabase(url, client);
    } catch (error) {
      await client?.end().catch(() => {});
      throw notReached(url, error);
    }
  }

  prepare(sql: string): Statement {
    return prepare(sql, async (query) => await this.#client!.query(query));
  }

  async run<T>(steps: Steps<T>): Promise<T> {
    await this.#connected();
    return await runSteps(steps);
  }

  async transaction<T>(steps: () => Steps<T>, writes: readonly Write[] = []): Promise<T> {
    for (let tries = 1;; tries++) {
      try {
        return await this.#try(steps, writes);
      } catch (error) {
        if (error instanceof ParleyError || error instanceof StorageError) throw error;
        if (!isInTheWay(error) || tries === TRIES) throw toStorageError(error) ?? error;
      }
    }
  }

  async probe(): Promise<void> {
    const client = await this.#connected();
    try {
      await client.query("SELECT 1");
    } catch (error) {
      this.#drop();
      throw unavailable(error);
    }
  }

  giveUp(): void {
    this.#givenUp = true;
  }

  async close(): Promise<void> {
    await this.#client?.end().catch(() => {});
    this.#client = undefined;
  }

  async #try<T>(steps: () => Steps<T>, writes: readonly Write[]): Promise<T> {
    const client = await this.#connected();
    let finished: { number: number; result: T } | undefined;
    try {
      await client.query("BEGIN");
      await this.#lock(client, writes);
      const result = await runSteps(steps());
      const number = ++this.#lastNumber;
      await client.query({ name: "parley mark", text: MARK, values: [this.#node, number] });
      finished = { number, result };
      await this.#finish(client);
      return result;
    } catch (error) {
      if (!isLost(error)) {
        await client.query("ROLLBACK").catch(() => this.#drop());
        throw error;
      }
      this.#drop();
      // Without the answer to a COMMIT only the server knows whether it took place.
      if (finished && await this.#isCommitted(finished.number)) return finished.result;
      throw unavailable(error);
    }
  }

  async #finish(client: pg.Client): Promise<void> {
    this.#warning = undefined;
    const { command } = await client.query("COMMIT");
    // It answers so for a transaction in which something went wrong unnoticed.
    if (command !== "COMMIT") throw new Error("The transaction was rolled back.");
    // Somebody ended the wait for the standbys: it is on one disk only.
    if (this.#warning !== undefined) throw new UncertainCommit(this.#warning);
  }

  /**
   * What became of a transaction: asked until there is an answer, by the server that came back or the one
   * that took over. Only a server that stops gives up; then the writes are refused, and whoever sends them
   * again is told the place that they have, or given one.
   */
  async #isCommitted(number: number): Promise<boolean> {
    while (!this.#givenUp) {
      try {
        const client = await this.#connected();
        const { rows: [mark] } = await client.query(ASK_MARK, [this.#node]);
        return mark.number === number;
      } catch (error) {
        this.#drop();
        logger.info("Nobody says yet what became of a commit: {error}", { error });
      }
      await sleep(FATE_INTERVAL);
    }
    return false;
  }

  async #lock(client: pg.Client, writes: readonly Write[]): Promise<void> {
    if (!writes.every(({ kind }) => IN_ROOM.has(kind))) {
      await client.query(`SELECT pg_advisory_xact_lock(${LOCKS.accounts})`);
    }
    const rooms = roomsOf(writes);
    if (rooms.length === 0) return;
    await client.query({
      name: "parley lock",
      text: "SELECT 1 FROM room WHERE id = ANY($1) ORDER BY id FOR UPDATE",
      values: [rooms],
    });
  }

  #drop(): void {
    this.#client?.end().catch(() => {});
    this.#client = undefined;
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    try {
      return this.#use((await connect(this.#url)).client);
    } catch (error) {
      throw unavailable(error);
    }
  }

  #use(client: pg.Client): pg.Client {
    client.on("notice", ({ code, message }) => {
      if (WARNING.test(code ?? "")) this.#warning = message;
    });
    return this.#client = client;
  }
}
