/**
 * `parley-server backup`: a copy of the data file, while the server runs or not, that is known to be sound.
 * @module
 */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { backup } from "node:sqlite";
import { ParleyError } from "../../shared/errors.ts";
import { makePrivate } from "../private_file.ts";
import { adminCommand, count, dataFolder, examples, type Finish, JSON_OPTION } from "./command.ts";
import { type Content, databasePath, openData, verify } from "./data_file.ts";
import { besides, discard, place, refuseExisting } from "./placed_file.ts";

export interface BackupReport extends Content {
  file: string;
  bytes: number;
}

/**
 * Copies all that is committed by now. Nobody has to wait for it: it reads, as a gateway does.
 *
 * @throws {ParleyError} why there is no backup; then a file of that name is as it was.
 */
export async function makeBackup(
  folder: string,
  file: string,
  force?: boolean,
): Promise<BackupReport> {
  const path = resolve(file);
  refuseExisting(path, force);
  const source = openData(folder);
  const copy = besides(path);
  try {
    discard(copy);
    makePrivate(copy);
    // In one step: in several it would start again whenever somebody writes.
    await backup(source, copy, { rate: -1 });
    const content = verifyCopy(copy, databasePath(folder));
    place(copy, path);
    return { file: path, bytes: statSync(path).size, ...content };
  } finally {
    source.close();
    discard(copy);
  }
}

function verifyCopy(copy: string, original: string): Content {
  try {
    return verify(copy);
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error;
    throw new ParleyError(
      error.code,
      `No backup was made. ${error.message.replace(copy, original)} ` +
        '"parley-server doctor" says all; keep the backups that you have.',
    );
  }
}

export function backupCommand(finish: Finish) {
  return adminCommand("backup")
    .argument("<file>", "file to write")
    .option("--force", "replace the file if it is there")
    .option(...JSON_OPTION)
    .addHelpText("after", examples("backup parley-monday.db", "backup --force /mnt/backup/chat.db"))
    .action((file, options, command) =>
      finish(async () => {
        const report = await makeBackup(await dataFolder(command), file, options.force);
        const { accounts, rooms, events } = report;
        console.log(
          options.json
            ? JSON.stringify(report)
            : `Backup ${report.file}, verified: ${count(accounts, "account")}, ${
              count(rooms, "room")
            }, ${count(events, "event")}.`,
        );
        return 0;
      })
    );
}
