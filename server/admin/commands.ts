/**
 * The operator's subcommands of `parley-server`.
 * @module
 */
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { backupCommand } from "./backup.ts";
import type { Finish } from "./command.ts";
import { doctorCommand } from "./doctor.ts";
import { exportCommand } from "./export.ts";
import { importCommand } from "./import.ts";
import { pushKeysCommand } from "./push_keys.ts";
import { restoreCommand } from "./restore.ts";
import { retentionCommand } from "./retention.ts";

/** In the order in which the help lists them. */
export function adminCommands(finish: Finish): CommandUnknownOpts[] {
  return [
    backupCommand(finish),
    restoreCommand(finish),
    exportCommand(finish),
    importCommand(finish),
    doctorCommand(finish),
    retentionCommand(finish),
    pushKeysCommand(finish),
  ];
}
