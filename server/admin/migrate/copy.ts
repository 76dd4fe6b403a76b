/**
 * Copies all rows from one database into another, goes on where an earlier try was interrupted, and verifies that
 * both hold the same.
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { ParleyError } from "../../../shared/errors.ts";
import {
  type Cell,
  type Key,
  MOVED,
  type MovedTable,
  type Row,
  type Side,
  type Target,
} from "./side.ts";

/** Rows that are read and written at once. */
const AT_ONCE = 1_000;

/** What was verified of a room's log. */
export interface MovedRoom {
  id: string;
  events: number;
  /** SHA-256 of its events, hexadecimal. */
  checksum: string;
}

export interface MigrationReport {
  rows: number;
  rooms: MovedRoom[];
  /** Rows that an earlier try had brought. */
  resumed: number;
}

/** Is told how many rows of how many are dealt with: copied first, then verified. */
export type OnProgress = (what: "Copied" | "Verified", rows: number, of: number) => void;

/**
 * @throws {ParleyError} `conflict` if the target holds something else, or what was copied is not the same; then
 * it stays unfinished, and no server starts on it.
 */
export async function migrateData(
  source: Side,
  target: Target,
  { restart = false, onProgress = () => {} }: { restart?: boolean; onProgress?: OnProgress } = {},
): Promise<MigrationReport> {
  const columns = new Map<string, string[]>();
  for (const { name } of MOVED) columns.set(name, await sharedColumns(source, target, name));
  const identity = await identityOf(source);
  const total = await countRows(source);
  const resumed = await beginOrResume(target, identity, restart);
  let rows = resumed;
  onProgress("Copied", rows, total);
  const progress = await target.progress();
  for (const table of MOVED.slice(Math.max(0, indexOf(progress?.table)))) {
    const from = table.name === progress?.table ? progress.after : undefined;
    for await (const some of batches(source, table, from)) {
      const after = keyOf(table, some.at(-1)!);
      await target.write(table, columns.get(table.name)!, some, {
        source: identity,
        table: table.name,
        after,
      });
      rows += some.length;
      onProgress("Copied", rows, total);
    }
  }
  const rooms = await verify(
    source,
    target,
    columns,
    (rows) => onProgress("Verified", rows, total),
  );
  await target.finish();
  return { rows: total, rooms, resumed };
}

function indexOf(table: string | undefined): number {
  return MOVED.findIndex(({ name }) => name === table);
}

/** @returns how many rows are there already. */
async function beginOrResume(target: Target, source: string, restart: boolean): Promise<number> {
  const progress = await target.progress();
  if (progress && !restart) {
    if (progress.source === source) return await countRows(target);
    throw new ParleyError(
      "conflict",
      `${target.label} holds a part of another database, whose migration was interrupted. Finish that ` +
        "one, or give up what it brought with --restart.",
    );
  }
  await target.begin(source);
  return 0;
}

async function sharedColumns(source: Side, target: Side, table: string): Promise<string[]> {
  const [ours, theirs] = [await source.columns(table), await target.columns(table)];
  if (ours.join() === theirs.join()) return ours;
  throw new Error(`The table ${table} is not the same on both sides: ${ours} and ${theirs}.`);
}

/** The key that each database is given at random when it is made. */
async function identityOf(side: Side): Promise<string> {
  const [row] = await side.read(MOVED.find(({ name }) => name === "address_key")!, undefined, 1);
  return createHash("sha256").update(JSON.stringify(encoded(row.key))).digest("hex");
}

async function countRows(side: Side): Promise<number> {
  let rows = 0;
  for (const { name } of MOVED) rows += await side.count(name);
  return rows;
}

function keyOf({ key }: MovedTable, row: Row): Key {
  return key.map((column) => encoded(row[column]) as string | number);
}

/** A value as JSON has it. */
function encoded(value: Cell): string | number | null {
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}

async function* batches(side: Side, table: MovedTable, after?: Key): AsyncGenerator<Row[]> {
  for (;;) {
    const rows = await side.read(table, after, AT_ONCE);
    if (rows.length > 0) yield rows;
    if (rows.length < AT_ONCE) return;
    after = keyOf(table, rows.at(-1)!);
  }
}

/** Some rows, in words that can be compared: a table's, or of events those of a room. */
interface Sum {
  of: string;
  rows: number;
  checksum: string;
}

async function* sums(
  side: Side,
  table: MovedTable,
  columns: string[],
  onRows: (rows: number) => void = () => {},
): AsyncGenerator<Sum> {
  let of: string | undefined;
  let rows = 0;
  let hash = createHash("sha256");
  for await (const some of batches(side, table)) {
    onRows(some.length);
    for (const row of some) {
      const next = table.name === "event" ? row.room as string : table.name;
      if (of !== undefined && of !== next) {
        yield { of, rows, checksum: hash.digest("hex") };
        rows = 0;
        hash = createHash("sha256");
      }
      of = next;
      rows++;
      hash.update(JSON.stringify(columns.map((column) => encoded(row[column]))));
    }
  }
  if (of !== undefined) yield { of, rows, checksum: hash.digest("hex") };
}

/** @throws {ParleyError} `conflict` naming the first difference. */
async function verify(
  source: Side,
  target: Target,
  columns: Map<string, string[]>,
  onRows: (rows: number) => void,
): Promise<MovedRoom[]> {
  const rooms: MovedRoom[] = [];
  let verified = 0;
  for (const table of MOVED) {
    const theirs = sums(target, table, columns.get(table.name)!);
    const onOurs = (rows: number) => onRows(verified += rows);
    for await (const ours of sums(source, table, columns.get(table.name)!, onOurs)) {
      const { value } = await theirs.next();
      if (JSON.stringify(ours) !== JSON.stringify(value)) throw different(source, target, ours);
      if (table.name === "event") {
        rooms.push({ id: ours.of, events: ours.rows, checksum: ours.checksum });
      }
    }
    const { value } = await theirs.next();
    if (value) throw different(source, target, value as Sum);
  }
  return rooms;
}

function different(source: Side, target: Side, { of }: Sum): ParleyError {
  return new ParleyError(
    "conflict",
    `${source.label} and ${target.label} don't hold the same (${of}): the source was changed since the ` +
      "migration began. Nothing in it was lost. Copy all of it again with --restart.",
  );
}
