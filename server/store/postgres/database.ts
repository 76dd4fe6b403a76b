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
import { limits } from "../../../shared/limits.ts";
import { StorageError, type Write, type WriteKind } from "../log.ts";
import type { LogDatabase, ReadDatabase, Statement, Steps } from "../sql/database.ts";
import { connect, type Connected, connectionConfig, notReached } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { prepare, runSteps, VERSION } from "./statement.ts";
import { isInTheWay, isLost, toStorageError, unavailable } from "./trouble.ts";

const logger = getLogger(["parley", "postgres"]);

/** Key of the lock under which accounts are written: "Prla" in ASCII. */
const ACCOUNTS = 0x50726c61;

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
  /** Which of the servers that took over from one another this is. */
  #timeline = "";

  private constructor(url: string, connected: Connected) {
    this.#url = url;
    this.#use(connected);
    this.version = this.prepare(VERSION);
  }

  /** @throws {ParleyError} why there is no database to be had. */
  static async open(url: string): Promise<PostgresLogDatabase> {
    let connected: Connected | undefined;
    try {
      connected = await connect(url);
      await migrate(connected.client);
      return new PostgresLogDatabase(url, connected);
    } catch (error) {
      await connected?.client.end().catch(() => {});
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

  async close(): Promise<void> {
    await this.#client?.end().catch(() => {});
    this.#client = undefined;
  }

  async #try<T>(steps: () => Steps<T>, writes: readonly Write[]): Promise<T> {
    const client = await this.#connected();
    let finished: { id: string; result: T } | undefined;
    try {
      await client.query("BEGIN");
      await this.#lock(client, writes);
      const result = await runSteps(steps());
      const { rows: [{ id }] } = await client.query(
        "SELECT pg_current_xact_id_if_assigned()::text AS id",
      );
      finished = id === null ? undefined : { id, result };
      const { command } = await client.query("COMMIT");
      // It answers so for a transaction in which something went wrong unnoticed.
      if (command !== "COMMIT") throw new Error("The transaction was rolled back.");
      return result;
    } catch (error) {
      if (!isLost(error)) {
        await client.query("ROLLBACK").catch(() => this.#drop());
        throw error;
      }
      const timeline = this.#timeline;
      this.#drop();
      // Without the answer to a COMMIT only the server knows whether it took place.
      if (finished && await this.#isCommitted(finished.id, timeline)) return finished.result;
      throw unavailable(error);
    }
  }

  /**
   * What became of a transaction. False if it was rolled back, and if there is nobody who knows: then its
   * writes are refused, and whoever sends them again gets the place that they have, or another one.
   */
  async #isCommitted(id: string, timeline: string): Promise<boolean> {
    const end = performance.now() + limits.databaseFate;
    while (performance.now() < end) {
      await sleep(FATE_INTERVAL);
      try {
        const client = await this.#connected();
        // Another server took over: the number may be another transaction's there.
        if (this.#timeline !== timeline) return false;
        const { rows: [{ status }] } = await client.query(
          "SELECT pg_xact_status($1::text::xid8) AS status",
          [id],
        );
        if (status !== "in progress") return status === "committed";
      } catch (error) {
        this.#drop();
        logger.info("Nobody says yet what became of a commit: {error}", { error });
      }
    }
    return false;
  }

  async #lock(client: pg.Client, writes: readonly Write[]): Promise<void> {
    if (!writes.every(({ kind }) => IN_ROOM.has(kind))) {
      await client.query(`SELECT pg_advisory_xact_lock(${ACCOUNTS})`);
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
      return this.#use(await connect(this.#url));
    } catch (error) {
      throw unavailable(error);
    }
  }

  #use({ client, timeline }: Connected): pg.Client {
    this.#timeline = timeline;
    return this.#client = client;
  }
}

/** Connections that read, a few for each thread. */
export class PostgresReadDatabase implements ReadDatabase {
  readonly shared = true;
  readonly lock = "";
  readonly version: Statement;
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({ ...connectionConfig(url), max: limits.databaseReaders });
    // One that ends while it rests is replaced when it is needed.
    this.#pool.on("error", (error) => logger.warning("A connection was lost: {error}", { error }));
    this.version = this.prepare(VERSION);
  }

  prepare(sql: string): Statement {
    return prepare(sql, (query) => this.#pool.query(query));
  }

  async run<T>(steps: Steps<T>): Promise<T> {
    try {
      return await runSteps(steps);
    } catch (error) {
      if (!toStorageError(error)) throw error;
      throw new ParleyError(
        "unavailable",
        "The server's database can't be reached at the moment. Try again in a moment.",
        limits.storeProbe / 1000,
        { cause: error },
      );
    }
  }

  close(): void {
    this.#pool.end().catch(() => {});
  }
}
