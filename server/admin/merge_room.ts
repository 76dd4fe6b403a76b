/**
 * Adds a room that was exported, with its people and events, to the data of a folder.
 * @module
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { ParleyError } from "../../shared/errors.ts";
import { allRows, type Row } from "../store/sqlite/all_rows.ts";
import { openForWriting } from "../store/sqlite/connection.ts";
import { type Table, TABLES } from "./export_format.ts";

/** Columns that number the rows of a table: each database has numbers of its own. */
const NUMBERS: Readonly<Record<string, string>> = { audit: "id", report: "id", hook: "number" };

/**
 * @param from path of a database that holds the export. @param room its id.
 * @throws {ParleyError} `conflict` if the room is there already, or its name; then nothing is changed.
 */
export function mergeRoom(folder: string, from: string, room: string): void {
  const { database: to, close } = openForWriting(folder);
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    to.exec("BEGIN IMMEDIATE");
    try {
      checkRoom(to, source.prepare("SELECT * FROM room WHERE id = ?").get(room));
      for (const table of TABLES) if (table.ofRoom) copyTable(source, to, table);
      to.exec("COMMIT");
    } catch (error) {
      to.exec("ROLLBACK");
      if (error instanceof ParleyError) throw error;
      throw new ParleyError("conflict", `Nothing was imported: ${(error as Error).message}.`);
    }
  } finally {
    source.close();
    close();
  }
}

function checkRoom(to: DatabaseSync, room: Row | undefined): void {
  if (!room) throw new ParleyError("bad-request", "The room that the export names is not in it.");
  const [twin] = to.prepare(
    `SELECT id, name FROM room WHERE id = ?1 OR direct_key = ?2
       OR kind = 'public' AND ?3 = 'public' AND (name = ?4 OR skeleton = ?5)`,
  ).all(room.id, room.direct_key, room.kind, room.name, room.skeleton);
  if (!twin) return;
  throw new ParleyError(
    "conflict",
    twin.id === room.id
      ? "Nothing was imported. The room is there already."
      : `Nothing was imported. There is another room ${
        twin.name ?? twin.id
      }, and names of public ` +
        "rooms are unique. Rename that one first.",
  );
}

function copyTable(source: DatabaseSync, to: DatabaseSync, { name: table, key }: Table): void {
  let insert: StatementSync | undefined;
  for (const row of allRows(source, table, "", key)) {
    if (table in NUMBERS) delete row[NUMBERS[table]];
    const fitting = table === "account" ? newcomer(to, row) : row;
    if (!fitting) continue;
    const names = Object.keys(fitting);
    insert ??= to.prepare(`INSERT INTO ${table} (${names}) VALUES (${names.map(() => "?")})`);
    insert.run(...Object.values(fitting) as SQLInputValue[]);
  }
}

/**
 * An account that is not there yet, as it comes in: with no power over the server, and if its name is
 * somebody's here, as one whose words are kept and who can't log in.
 */
function newcomer(to: DatabaseSync, account: Row): Row | undefined {
  if (to.prepare("SELECT 1 FROM account WHERE id = ?").get(account.id)) return undefined;
  const [taken] = to.prepare(
    `SELECT 1 FROM account WHERE name_key = ?1 OR skeleton = ?2
     UNION ALL SELECT 1 FROM former_name WHERE name_key = ?1 OR skeleton = ?2`,
  ).all(account.name_key, account.skeleton);
  const row = { ...account, administrator: 0 };
  return taken ? { ...row, name_key: null, skeleton: null, password_hash: null } : row;
}
