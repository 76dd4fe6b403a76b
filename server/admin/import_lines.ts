/**
 * Reads an export line by line into a new database.
 * @module
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { StringDecoder } from "node:string_decoder";
import * as v from "valibot";
import { ParleyError } from "../../shared/errors.ts";
import { describeDamage, examineFile, examineRooms } from "../store/sqlite/examine.ts";
import { markLost } from "../store/sqlite/mark_lost.ts";
import { migrate, MIGRATIONS } from "../store/sqlite/migrate.ts";
import { decodeRow, End, FORMAT, Header, TABLES } from "./export_format.ts";

export interface Imported {
  rows: number;
  /** What was damaged or missing when it was exported: it is marked as lost. */
  damaged: string[];
}

/** Characters of a line at the most: many times what the longest row has. */
const LINE = 1024 * 1024;

function bad(message: string): ParleyError {
  return new ParleyError("bad-request", `Nothing was imported. ${message}`);
}

/** Lines of JSON, with their numbers. @throws {ParleyError} for a line that is none. */
async function* parsedLines(
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ number: number; value: unknown }> {
  const decoder = new StringDecoder("utf8");
  let number = 0;
  let rest = "";
  const parse = (line: string) => {
    number++;
    try {
      return { number, value: JSON.parse(line) as unknown };
    } catch {
      throw bad(`Line ${number} is not JSON; expected an export of "parley-server export".`);
    }
  };
  for await (const bytes of input) {
    const lines = (rest + decoder.write(bytes as Uint8Array<ArrayBuffer>)).split("\n");
    rest = lines.pop()!;
    if (rest.length > LINE) throw bad(`Line ${number + lines.length + 1} is too long to be a row.`);
    for (const line of lines) yield parse(line);
  }
  if (rest.trim() !== "") yield parse(rest);
}

/** An export that is being read. */
export interface Lines {
  header(): Promise<Header>;
  /** Reads all rows into a new database, and brings its schema up to date. */
  into(path: string): Promise<Imported>;
}

export function importLines(input: AsyncIterable<Uint8Array>): Lines {
  const lines = parsedLines(input);
  let header: Promise<Header> | undefined;
  const readHeader = () => header ??= lines.next().then(({ value }) => toHeader(value?.value));
  return {
    header: readHeader,
    into: async (path) => await fill(path, await readHeader(), lines),
  };
}

/** @throws {ParleyError} if it is no header, or one of a later version. */
function toHeader(value: unknown): Header {
  const { success, output } = v.safeParse(Header, value);
  if (!success) throw bad('Line 1 is no header; expected an export of "parley-server export".');
  if (output.format > FORMAT || output.schema > MIGRATIONS.length) {
    throw bad(
      `It was written by a newer Parley (schema ${output.schema}; this program knows ` +
        `${MIGRATIONS.length}). Use that version or a later one.`,
    );
  }
  return output;
}

async function fill(
  path: string,
  header: Header,
  lines: AsyncIterable<{ number: number; value: unknown }>,
): Promise<Imported> {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  try {
    // If it fails, nothing of it is kept; when it is done, it is synced as a whole.
    database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    migrate(database, path, MIGRATIONS.slice(0, header.schema));
    const rows = await insertAll(database, lines);
    migrate(database, path);
    const [problem] = examineFile(database);
    if (problem) throw bad(`Its rows don't belong together: ${problem}.`);
    const damaged = [...examineRooms(database)].filter((room) => room.damaged.length > 0);
    database.exec("BEGIN");
    for (const room of damaged) markLost(database, room);
    database.exec("COMMIT");
    return { rows, damaged: damaged.map(describeDamage) };
  } finally {
    database.close();
  }
}

async function insertAll(
  database: DatabaseSync,
  lines: AsyncIterable<{ number: number; value: unknown }>,
): Promise<number> {
  const inserter = new Inserter(database);
  let rows = 0;
  let end: number | undefined;
  database.exec("BEGIN");
  for await (const { number, value } of lines) {
    if (end !== undefined) throw bad(`Line ${number} follows the last one, ${number - 1}.`);
    const last = v.safeParse(End, value);
    if (last.success) {
      end = last.output.end.rows;
      continue;
    }
    try {
      const { table, row } = decodeRow(value);
      inserter.insert(table, row);
    } catch (error) {
      throw bad(`Line ${number} is no row of this schema: ${(error as Error).message}.`);
    }
    rows++;
  }
  if (end !== rows) {
    throw bad(
      end === undefined
        ? `It is cut off after ${rows} rows; expected a last line that says how many there are.`
        : `It holds ${rows} rows; expected ${end}, as its last line says.`,
    );
  }
  database.exec("COMMIT");
  return rows;
}

/** Inserts rows with whatever columns they have. */
class Inserter {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #columns = new Map<string, ReadonlySet<unknown>>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  insert(table: string, row: Record<string, SQLInputValue>): void {
    const names = Object.keys(row);
    const key = `${table} ${names}`;
    let statement = this.#statements.get(key);
    if (!statement) {
      statement = this.#prepare(table, names);
      this.#statements.set(key, statement);
    }
    statement.run(...Object.values(row));
  }

  #prepare(table: string, names: string[]): StatementSync {
    const known = this.#columns.get(table) ?? this.#begin(table);
    const unknown = names.find((name) => !known.has(name));
    if (unknown !== undefined) throw new Error(`${table} has no column ${unknown}`);
    return this.#database.prepare(
      `INSERT INTO ${table} (${names}) VALUES (${names.map(() => "?")})`,
    );
  }

  /** What the schema itself put into a table goes when the first row comes. @returns its columns. */
  #begin(table: string): ReadonlySet<unknown> {
    if (!TABLES.some(({ name }) => name === table)) throw new Error(`there is no table ${table}`);
    this.#database.exec(`DELETE FROM ${table}`);
    const info = this.#database.prepare(`PRAGMA table_info(${table})`).all();
    const columns = new Set(info.map(({ name }) => name));
    this.#columns.set(table, columns);
    return columns;
  }
}
