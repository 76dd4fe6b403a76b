/**
 * SQLite behind the seam of the log's SQL: every step is answered on the spot.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import {
  answered,
  type Database,
  type LogDatabase,
  type ReadDatabase,
  type Row,
  type Statement,
  type Steps,
  type Value,
} from "../sql/database.ts";
import { limits } from "../../../shared/limits.ts";
import type { Write } from "../log.ts";
import { folded } from "../sql/rooms_reader.ts";
import {
  BUSY_TIMEOUT,
  openForReading,
  openForWriting,
  type WritableDatabase,
} from "./connection.ts";
import { toStorageError } from "./storage_error.ts";

/** Runs steps that yield nothing. */
export function runNow<T>(steps: Steps<T>): T {
  const { done, value } = steps.next();
  if (!done) throw new Error("A step waits, which none does on SQLite.");
  return value;
}

class SqliteDatabase implements Database {
  readonly shared = false;
  readonly lock = "";
  readonly version: Statement;
  protected readonly database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    // SQLite itself folds the case of ASCII only.
    database.function("folded", { deterministic: true }, (text) => folded(String(text)));
    // Grows with every commit of another connection.
    this.version = this.prepare("SELECT data_version AS version FROM pragma_data_version");
  }

  prepare(sql: string): Statement {
    const statement = this.database.prepare(sql);
    return {
      get: (...values) => answered(statement.get(...values as Value[]) as Row | undefined),
      all: (...values) => answered(statement.all(...values as Value[]) as Row[]),
      run: (...values) => answered(statement.run(...values as Value[])),
    };
  }

  // deno-lint-ignore require-await -- a refusal is a rejection
  async run<T>(steps: Steps<T>): Promise<T> {
    return runNow(steps);
  }
}

/** True if it erases what somebody said. */
function erases(write: Write): boolean {
  if (write.kind === "change-message") return write.change.kind === "delete";
  return write.kind === "erase-messages" || write.kind === "expire-messages";
}

/** The writing connection. */
export class SqliteLogDatabase extends SqliteDatabase implements LogDatabase {
  readonly #opened: WritableDatabase;
  // Prepared: what `exec` throws has no code.
  readonly #begin;
  readonly #commit;
  readonly #rollback;
  /** Until what was erased is erased from the WAL, too. */
  #erasing: ReturnType<typeof setTimeout> | undefined;

  /** Opens the folder's database; see {@linkcode openForWriting} for what can go wrong. */
  constructor(folder: string) {
    const opened = openForWriting(folder);
    super(opened.database);
    this.#opened = opened;
    this.#begin = this.database.prepare("BEGIN IMMEDIATE");
    this.#commit = this.database.prepare("COMMIT");
    this.#rollback = this.database.prepare("ROLLBACK");
  }

  // deno-lint-ignore require-await -- a refusal is a rejection
  async transaction<T>(steps: () => Steps<T>, writes: readonly Write[] = []): Promise<T> {
    const result = this.#inTransaction(() => runNow(steps()));
    if (writes.some(erases)) this.#emptyWalSoon();
    return result;
  }

  // deno-lint-ignore require-await -- as above
  async probe(): Promise<void> {
    const { user_version: version } = this.database.prepare("PRAGMA user_version").get()!;
    // Says nothing new, and yet goes the whole way to the disk.
    const write = this.database.prepare(`PRAGMA user_version = ${version}`);
    this.#inTransaction(() => write.run());
  }

  /** A disk either answers or fails. */
  giveUp(): void {}

  // deno-lint-ignore require-await -- as above
  async close(): Promise<void> {
    clearTimeout(this.#erasing);
    this.#opened.close();
  }

  #emptyWalSoon(): void {
    this.#erasing ??= setTimeout(() => {
      this.#erasing = undefined;
      if (!this.#emptyWal()) this.#emptyWalSoon();
    }, limits.walErasure);
  }

  /** Copies all of the WAL into the file and cuts it off. @returns false if that could not be done now. */
  #emptyWal(): boolean {
    try {
      // Whoever reads what was before (a backup does, for long) is not waited for.
      this.database.exec("PRAGMA busy_timeout = 0");
      return this.database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()!.busy === 0;
    } catch {
      // What is wrong with the disk, the next commit will tell.
      return false;
    } finally {
      this.database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
    }
  }

  #inTransaction<T>(run: () => T): T {
    try {
      this.#begin.run();
      const result = run();
      this.#commit.run();
      return result;
    } catch (error) {
      const failure = toStorageError(error);
      try {
        // SQLite has done so by itself after some failures.
        if (this.database.isTransaction) this.#rollback.run();
      } catch (error) {
        throw toStorageError(error) ?? error;
      }
      throw failure ?? error;
    }
  }
}

/** A reading connection to the database that a writer holds open. */
export class SqliteReadDatabase extends SqliteDatabase implements ReadDatabase {
  constructor(folder: string) {
    super(openForReading(folder));
  }

  close(): void {
    this.database.close();
  }
}
