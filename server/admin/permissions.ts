/**
 * `parley-server permissions`: what the binary may do, and what for.
 * @module
 */
import { Command } from "@commander-js/extra-typings";
import { explain, flagsOf } from "../../shared/permissions.ts";
import { SERVER_PERMISSIONS } from "../permissions.ts";
import { examples, type Finish, JSON_OPTION } from "./command.ts";
import { DESCRIPTIONS } from "./descriptions.ts";

export function permissionsCommand(finish: Finish) {
  return new Command("permissions")
    .description(DESCRIPTIONS.permissions)
    .option(...JSON_OPTION)
    .allowExcessArguments(false)
    .addHelpText("after", examples("permissions", "permissions --json"))
    .action(({ json }) =>
      finish(() => {
        const flags = flagsOf(SERVER_PERMISSIONS);
        console.log(
          json
            ? JSON.stringify({ permissions: SERVER_PERMISSIONS, flags })
            : explain("parley-server", SERVER_PERMISSIONS).trimEnd(),
        );
        return 0;
      })
    );
}
