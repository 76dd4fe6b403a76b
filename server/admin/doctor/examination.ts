/**
 * All that is looked at in a data folder, in order.
 * @module
 */
import { existsSync } from "node:fs";
import process from "node:process";
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import { VERSION } from "../../../shared/version.ts";
import { isDamage } from "../../store/sql/damage.ts";
import { MIGRATIONS, schemaOf } from "../../store/sqlite/migrate.ts";
import { databasePath, openData } from "../data_file.ts";
import { examineEvents, examineSoundness } from "./contents.ts";
import { examineDisk, examineIndex, examineLog, examineRights } from "./folder.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** @param now milliseconds since 1970. */
export function examineFolder(folder: string, now: number): Finding[] {
  const path = databasePath(folder);
  if (!existsSync(path)) {
    const next = "Say where the server's data folder is with --data DIR.";
    return [problem("data file", `there is no ${path}`, next)];
  }
  let database: DatabaseSync;
  try {
    database = openData(folder);
  } catch (error) {
    const next = 'Restore a backup: "parley-server restore --force FILE".';
    if (error instanceof ParleyError) return [problem("data file", error.message, next)];
    return [problem("data file", `${path} can't be opened: ${(error as Error).message}`, next)];
  }
  try {
    return [
      examineVersions(database),
      ...examineRights(folder),
      examineDisk(folder),
      examineLog(folder),
      ...examineContents(database, now),
      examineIndex(folder),
    ];
  } finally {
    database.close();
  }
}

function examineContents(database: DatabaseSync, now: number): Finding[] {
  try {
    return [...examineSoundness(database), ...examineEvents(database, now)];
  } catch (error) {
    if (!isDamage(error)) throw error;
    const message = `it can't be read through: ${(error as Error).message}`;
    return [
      problem("contents", message, 'Restore a backup: "parley-server restore --force FILE".'),
    ];
  }
}

function examineVersions(database: DatabaseSync): Finding {
  const schema = schemaOf(database);
  const [{ version }] = database.prepare("SELECT sqlite_version() AS version").all();
  const { deno } = process.versions as { deno?: string };
  const message = `Parley ${VERSION}, Deno ${deno}, SQLite ${version}, schema ${schema}`;
  if (schema === MIGRATIONS.length) return ok("versions", message);
  return warning(
    "versions",
    `${message}; this program's schema is ${MIGRATIONS.length}`,
    "The next start of the server brings the file up to date. Make a backup before.",
  );
}
