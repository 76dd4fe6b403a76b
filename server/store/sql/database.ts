/**
 * The seam between the log's SQL and the database that carries it out.
 *
 * What reads and writes is written once, as generators: `yield*` before each statement. On SQLite a
 * statement is answered on the spot, and nothing is ever yielded; on PostgreSQL each one yields the
 * promise of its answer. So one body of code is synchronous here and asynchronous there.
 * @module
 */
import type { Write } from "../log.ts";

/** A computation that asks the database on its way. */
// deno-lint-ignore no-explicit-any -- what comes back is what the yielded promise gives
export type Steps<T> = Generator<Promise<any>, T, any>;

export type Value = string | number | null;

/** What `yield*` takes a value from at once: its own iterator, and that one's only result. */
class Answered<T> {
  readonly done = true;

  constructor(readonly value: T) {}

  [Symbol.iterator](): this {
    return this;
  }

  next(): this {
    return this;
  }
}

/** Steps that are over: of a message's most are, and generators would be much of what it costs. */
export function answered<T>(value: T): Steps<T> {
  return new Answered(value) as unknown as Steps<T>;
}

/** A list is for PostgreSQL's `unnest` alone. */
export type Parameter = Value | readonly Value[];

export type Row = Record<string, unknown>;

/** A statement of the SQL that both databases understand; parameters are `?` or `?1`, `?2` … */
export interface Statement {
  get(...values: Parameter[]): Steps<Row | undefined>;
  all(...values: Parameter[]): Steps<Row[]>;
  run(...values: Parameter[]): Steps<{ changes: number | bigint }>;
}

export interface Database {
  prepare(sql: string): Statement;
  /** Gives a different answer after each commit, and costs next to nothing. */
  readonly version: Statement;
  /** Several nodes write: what one of them remembers of a transaction is out of date in the next. */
  readonly shared: boolean;
  /** Behind a SELECT of what nobody else may change before this transaction is over. */
  readonly lock: string;
  run<T>(steps: Steps<T>): Promise<T>;
}

/** The one connection of a node that writes. */
export interface LogDatabase extends Database {
  /**
   * Carries out steps in one transaction; perhaps several times, if another node was in the way, each time
   * from the start.
   *
   * @param writes what they carry out: which rooms are to be locked.
   * @throws {StorageError} if the storage fails; what the steps throw otherwise.
   */
  transaction<T>(steps: () => Steps<T>, writes?: readonly Write[]): Promise<T>;
  /** Tries whether it takes anything. @throws {StorageError} */
  probe(): Promise<void>;
  /** As `Log.giveUp` says. */
  giveUp(): void;
  close(): Promise<void>;
}

export interface ReadDatabase extends Database {
  close(): void;
}
