/**
 * The two sides of a migration: a database that rows are read from, and one that they are put into.
 * @module
 */
import { type Table, TABLES } from "../export_format.ts";

/** A value as both databases have it. */
export type Cell = string | number | null | Uint8Array;

export type Row = Record<string, Cell>;

/** Values of the columns that a table is ordered by. */
export type Key = (string | number)[];

export interface MovedTable {
  name: string;
  /** Rows are read and written in the order of these, which is that of their bytes on both sides. */
  key: readonly string[];
}

/** What lets people in and tells their devices is not exported; here it goes along: nobody logs in anew. */
const BESIDES: Record<string, Pick<Table, "name" | "key">[]> = {
  account: [{ name: "session", key: "token_hash" }],
  room: [{ name: "push_subscription", key: "session" }, { name: "push_cursor", key: "room" }],
};

/** All tables. What is referred to comes first. */
export const MOVED: readonly MovedTable[] = TABLES
  .flatMap((table) => [table, ...BESIDES[table.name] ?? []])
  .map(({ name, key }) => ({ name, key: key.split(", ") }));

/** How far a migration has come. */
export interface Progress {
  /** Tells its source from others. */
  source: string;
  /** All tables before this one are there, and of this one the rows up to `after`. */
  table: string;
  after: Key;
}

export interface Side {
  /** Where it is, for people. */
  readonly label: string;
  /** The table's columns, in alphabetical order. */
  columns(table: string): Promise<string[]>;
  count(table: string): Promise<number>;
  /** The next rows, in order of their key. */
  read(table: MovedTable, after: Key | undefined, limit: number): Promise<Row[]>;
  /** Lets go of it. */
  close(): Promise<void>;
}

export interface Target extends Side {
  /** How far an earlier try came; undefined if there was none. */
  progress(): Promise<Progress | undefined>;
  /** Forgets what an earlier try brought, and begins. */
  begin(source: string): Promise<void>;
  /** Puts rows into it and notes how far that is, both or neither. */
  write(table: MovedTable, columns: readonly string[], rows: Row[], to: Progress): Promise<void>;
  /** All is there: from now on it is a database like any other. */
  finish(): Promise<void>;
}
