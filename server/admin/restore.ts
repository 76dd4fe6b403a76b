/**
 * `parley-server restore`: a backup becomes the data of a folder.
 * @module
 */
import { chmodSync, copyFileSync, existsSync } from "node:fs";
import { resolve } from "node:path";
import { ParleyError } from "../../shared/errors.ts";
import { PRIVATE_FILE } from "../private_file.ts";
import { adminCommand, count, dataFolder, examples, type Finish, JSON_OPTION } from "./command.ts";
import { type Content, verify } from "./data_file.ts";
import { inLockedFolder, refuseData, replaceData } from "./replace_data.ts";

export interface RestoreReport extends Content {
  folder: string;
  /** Where the data that were there before are kept. */
  kept?: string;
}

/** @throws {ParleyError} why nothing was restored; then the folder is as it was. */
export async function restoreBackup(
  folder: string,
  file: string,
  force?: boolean,
): Promise<RestoreReport> {
  const backup = resolve(file);
  if (!existsSync(backup)) {
    throw new ParleyError("not-found", `There is no file ${backup}. Name a backup.`);
  }
  return await inLockedFolder(folder, async () => {
    refuseData(folder, force);
    const { made, kept } = await replaceData(folder, (path) => {
      copyFileSync(backup, path);
      chmodSync(path, PRIVATE_FILE);
      return verifyCopy(path, backup);
    });
    return { folder, kept, ...made };
  });
}

function verifyCopy(copy: string, backup: string): Content {
  try {
    return verify(copy);
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error;
    const message = error.message.replace(copy, backup);
    throw new ParleyError(error.code, `Nothing was restored. ${message}`);
  }
}

export function restoreCommand(finish: Finish) {
  return adminCommand("restore")
    .argument("<file>", "backup to restore")
    .option("--force", "replace the data that are there; the old file is kept")
    .option(...JSON_OPTION)
    .addHelpText(
      "after",
      examples("restore parley-monday.db --data /var/lib/parley", "restore --force monday.db"),
    )
    .action((file, options, command) =>
      finish(async () => {
        const report = await restoreBackup(await dataFolder(command), file, options.force);
        if (options.json) {
          console.log(JSON.stringify(report));
          return 0;
        }
        const { accounts, rooms, events, kept } = report;
        console.log(
          `Restored to ${report.folder}, verified: ${count(accounts, "account")}, ${
            count(rooms, "room")
          }, ${count(events, "event")}.`,
        );
        if (kept) console.log(`What was there before is kept as ${kept}.`);
        return 0;
      })
    );
}
