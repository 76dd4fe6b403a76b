/**
 * `parley-server export`: everything, or one room, as JSON lines.
 * @module
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { Buffer } from "node:buffer";
import { resolve } from "node:path";
import process from "node:process";
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../shared/errors.ts";
import { nameKey } from "../../shared/name_key.ts";
import { PRIVATE_FILE } from "../private_file.ts";
import { allRows, type Row } from "../store/sqlite/all_rows.ts";
import { isDamage } from "../store/sql/damage.ts";
import { describeDamage, type SeqRange } from "../store/sqlite/examine.ts";
import { walkEvents } from "../store/sqlite/event_walk.ts";
import { schemaOf } from "../store/sqlite/migrate.ts";
import { adminCommand, count, dataFolder, examples, type Finish } from "./command.ts";
import { openData } from "./data_file.ts";
import { encodeLine, encodeRow, FORMAT, type Header, type Table, TABLES } from "./export_format.ts";
import { besides, discard, place, refuseExisting } from "./placed_file.ts";

export interface ExportOptions {
  /** Name or id of the one room to export. */
  room?: string;
  /** False: without what lets somebody in. */
  secrets: boolean;
}

export interface ExportReport {
  rows: number;
  /** What could not be read, and is left out. */
  lost: string[];
}

/** Takes a part of the export; the next one comes when that is done. */
export type Sink = (part: string) => void | Promise<void>;

/** Characters that go to the sink at once. */
const PART = 64 * 1024;

/**
 * Writes what the database holds at one moment, whoever writes to it meanwhile. Events that can't be read
 * are left out; anything else that can't ends it.
 */
export async function exportData(
  database: DatabaseSync,
  { room, secrets }: ExportOptions,
  sink: Sink,
): Promise<ExportReport> {
  const report: ExportReport = { rows: 0, lost: [] };
  database.exec("BEGIN");
  try {
    const id = room === undefined ? undefined : findRoom(database, room);
    const header: Header = {
      parley: "export",
      format: FORMAT,
      schema: schemaOf(database),
      room: id,
    };
    let part = encodeLine(header);
    for (const table of tablesOf(database, id, secrets)) {
      for (const row of rowsOf(database, table, id, report)) {
        if (!secrets && Array.isArray(table.secret)) {
          for (const column of table.secret) row[column] = null;
        }
        part += encodeRow(table.name, row);
        report.rows++;
        if (part.length < PART) continue;
        await sink(part);
        part = "";
      }
    }
    await sink(part + encodeLine({ end: { rows: report.rows } }));
    return report;
  } finally {
    database.exec("ROLLBACK");
  }
}

/** Those that the database's schema has, of the ones that are asked for. */
function tablesOf(database: DatabaseSync, room: string | undefined, secrets: boolean): Table[] {
  const present = new Set(
    database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
      .map(({ name }) => name),
  );
  return TABLES.filter(({ name, ofRoom, secret }) =>
    present.has(name) && (room === undefined || ofRoom !== undefined) &&
    (secrets || secret !== true)
  );
}

function* rowsOf(
  database: DatabaseSync,
  table: Table,
  room: string | undefined,
  report: ExportReport,
): Generator<Row> {
  if (table.name === "event") return yield* eventsOf(database, room, report);
  const { name, key, ofRoom } = table;
  try {
    if (room === undefined) yield* allRows(database, name, "", key);
    else yield* allRows(database, name, `WHERE ${ofRoom}`, key, room);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new ParleyError(
      "conflict",
      `The data file is damaged where more than events stands (${name}): it can't be exported. ` +
        "Restore a backup.",
    );
  }
}

function* eventsOf(
  database: DatabaseSync,
  room: string | undefined,
  report: ExportReport,
): Generator<Row> {
  const rooms = database.prepare("SELECT id, name, head FROM room ORDER BY id").all() as {
    id: string;
    name: string | null;
    head: number;
  }[];
  for (const { id, name, head } of rooms) {
    if (room !== undefined && id !== room) continue;
    const damaged: SeqRange[] = [];
    for (const { seq, row } of walkEvents(database, id, head)) {
      if (row) yield row as Row;
      else if (damaged.at(-1)?.to === seq - 1) damaged.at(-1)!.to = seq;
      else damaged.push({ from: seq, to: seq });
    }
    const label = name === null ? id : `#${name}`;
    if (damaged.length > 0) report.lost.push(describeDamage({ label, damaged }));
  }
}

/** @throws {ParleyError} `not-found`, or `conflict` if several private rooms have the name. */
function findRoom(database: DatabaseSync, ref: string): string {
  const rows = database.prepare("SELECT id, kind FROM room WHERE id = ?1 OR name = ?2")
    .all(ref, nameKey(ref)) as { id: string; kind: string }[];
  if (rows.length === 1) return rows[0].id;
  if (rows.length === 0) {
    throw new ParleyError(
      "not-found",
      `There is no room ${ref}. Name it as in /rooms, or by its id (R…).`,
    );
  }
  const ids = rows.map(({ id, kind }) => `${id} (${kind})`).join(", ");
  throw new ParleyError("conflict", `Several rooms are called ${ref}: ${ids}. Name one by its id.`);
}

/** @throws {ParleyError} if the file is there and `force` isn't. */
async function toFile(
  file: string,
  force: boolean | undefined,
  write: (sink: Sink) => Promise<ExportReport>,
): Promise<ExportReport> {
  const path = resolve(file);
  refuseExisting(path, force);
  const part = besides(path);
  discard(part);
  const descriptor = openSync(part, "wx", PRIVATE_FILE);
  try {
    const report = await write((text) => {
      let bytes = Buffer.from(text);
      while (bytes.length > 0) bytes = bytes.subarray(writeSync(descriptor, bytes));
    });
    place(part, path);
    return report;
  } finally {
    closeSync(descriptor);
    discard(part);
  }
}

function toStandardOutput(text: string): Promise<void> {
  return new Promise((resolve, reject) =>
    process.stdout.write(text, (error) => error ? reject(error) : resolve())
  );
}

export function exportCommand(finish: Finish) {
  return adminCommand("export")
    .argument("[file]", "file to write; without it, standard output")
    .option("--room <name>", "one room with its people and events")
    .option("--without-secrets", "leave out password hashes, webhooks, invitations, address bans")
    .option("--force", "replace the file if it is there")
    .addHelpText(
      "after",
      examples(
        "export everything.jsonl",
        "export --room garden garden.jsonl",
        "export | gzip > everything.jsonl.gz",
      ),
    )
    .action((file, options, command) =>
      finish(async () => {
        const database = openData(await dataFolder(command));
        const { room, force } = options;
        const secrets = !options.withoutSecrets;
        const write = (sink: Sink) => exportData(database, { room, secrets }, sink);
        try {
          const report =
            await (file === undefined ? write(toStandardOutput) : toFile(file, force, write));
          // Standard output may be the export.
          console.error(`Exported ${count(report.rows, "row")}.`);
          for (const lost of report.lost) console.error(`Left out, since it is damaged: ${lost}.`);
          return report.lost.length > 0 ? 1 : 0;
        } finally {
          database.close();
        }
      })
    );
}
