/**
 * `parley-server import`: makes the data of a folder out of an export.
 * @module
 */
import { createReadStream, existsSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { ParleyError } from "../../shared/errors.ts";
import { makePrivate } from "../private_file.ts";
import { adminCommand, count, dataFolder, examples, type Finish, JSON_OPTION } from "./command.ts";
import { databasePath } from "./data_file.ts";
import { type Imported, importLines } from "./import_lines.ts";
import { mergeRoom } from "./merge_room.ts";
import { besides, discard } from "./placed_file.ts";
import { inLockedFolder, refuseData, replaceData } from "./replace_data.ts";

export interface ImportReport extends Imported {
  folder: string;
  /** Where the data that were there before are kept. */
  kept?: string;
  /** It was added to the data that were there. */
  merged: boolean;
}

/**
 * An export of everything goes into an empty folder, or with `force` in place of what is there. That of a
 * room is added to the data that are there.
 *
 * @throws {ParleyError} why nothing was imported; then the folder is as it was.
 */
export async function importData(
  folder: string,
  input: AsyncIterable<Uint8Array>,
  force?: boolean,
): Promise<ImportReport> {
  const lines = importLines(input);
  const { room } = await lines.header();
  if (room !== undefined && !force && existsSync(databasePath(folder))) {
    const path = besides(databasePath(folder));
    try {
      discard(path);
      makePrivate(path);
      const imported = await lines.into(path);
      mergeRoom(folder, path, room);
      return { folder, merged: true, ...imported };
    } finally {
      discard(path);
    }
  }
  return await inLockedFolder(folder, async () => {
    refuseData(folder, force);
    const { made, kept } = await replaceData(folder, (path) => {
      makePrivate(path);
      return lines.into(path);
    });
    return { folder, kept, merged: false, ...made };
  });
}

function read(file: string): AsyncIterable<Uint8Array> {
  if (file === "-") return process.stdin as AsyncIterable<Uint8Array>;
  const path = resolve(file);
  if (existsSync(path)) return createReadStream(path) as AsyncIterable<Uint8Array>;
  throw new ParleyError("not-found", `There is no file ${path}. Name an export.`);
}

export function importCommand(finish: Finish) {
  return adminCommand("import")
    .argument("<file>", "export to read, - for standard input")
    .option("--force", "replace the data that are there; the old file is kept")
    .option(...JSON_OPTION)
    .addHelpText(
      "after",
      examples(
        "import everything.jsonl --data /var/lib/parley",
        "import garden.jsonl",
        "import - < everything.jsonl",
      ),
    )
    .action((file, options, command) =>
      finish(async () => {
        const report = await importData(await dataFolder(command), read(file), options.force);
        if (options.json) {
          console.log(JSON.stringify(report));
          return 0;
        }
        const what = report.merged ? "Added the room" : "Imported";
        console.log(`${what} to ${report.folder}: ${count(report.rows, "row")}.`);
        for (const damage of report.damaged) {
          console.log(`Marked as lost, since it was damaged when exported: ${damage}.`);
        }
        if (report.kept) console.log(`What was there before is kept as ${report.kept}.`);
        return 0;
      })
    );
}
