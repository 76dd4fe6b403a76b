/**
 * Mends what can be mended without a doubt: nothing here can lose what somebody wrote.
 * @module
 */
import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PRIVATE_FILE, PRIVATE_FOLDER } from "../../private_file.ts";
import { INDEX_FILE, removeIndex } from "../../search/index_file.ts";
import { isDamage } from "../../store/sql/damage.ts";
import { examineFile, examineRooms } from "../../store/sqlite/examine.ts";
import { checkSchema, databasePath } from "../data_file.ts";
import { indexTrouble, openToOthers } from "./folder.ts";

/** Call it in a locked folder. @returns what was mended, in words. */
export function repair(folder: string): string[] {
  return [...repairRights(folder), ...repairIndex(folder), ...repairDatabase(folder)];
}

function repairRights(folder: string): string[] {
  const open = openToOthers(folder);
  for (const path of open) chmodSync(path, path === folder ? PRIVATE_FOLDER : PRIVATE_FILE);
  return open.map((path) => `the rights of ${path}`);
}

function repairIndex(folder: string): string[] {
  const path = join(folder, INDEX_FILE);
  if (!existsSync(path) || indexTrouble(path) === undefined) return [];
  removeIndex(path);
  return ["the search index: the server makes it anew"];
}

function repairDatabase(folder: string): string[] {
  const path = databasePath(folder);
  if (!existsSync(path)) return [];
  const database = new DatabaseSync(path);
  try {
    checkSchema(database, path);
    return [...repairIndexes(database), ...repairCounters(database)];
  } catch (error) {
    // What is so damaged, only a backup mends.
    if (isDamage(error)) return [];
    throw error;
  } finally {
    database.close();
  }
}

/** Indexes are made of the tables: making them anew loses nothing. */
function repairIndexes(database: DatabaseSync): string[] {
  if (!examineFile(database).some((text) => /index/.test(text))) return [];
  try {
    database.exec("REINDEX");
    return ["the indexes of the data file"];
  } catch {
    return [];
  }
}

/** The ends of the rooms' logs, as their events have them. */
function repairCounters(database: DatabaseSync): string[] {
  const wrong = [...examineRooms(database)].filter(({ end }) => end);
  const update = database.prepare("UPDATE room SET head = ?, messages = ? WHERE id = ?");
  return wrong.map(({ id, label, end }) => {
    update.run(end!.head, end!.messages, id);
    return `the counters of ${label}`;
  });
}
