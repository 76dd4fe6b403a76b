/**
 * `parley permissions`: what the binary may do, and what for.
 * @module
 */
import { explain } from "../../shared/permissions.ts";
import { CLIENT_PERMISSIONS } from "../permissions.ts";
import type { Context } from "./context.ts";
import type { Program } from "./program.ts";

export function registerPermissions(program: Program, context: Context): void {
  program.command("permissions")
    .description("Print what the binary may do, and what for.")
    .action(() => context.print(explain("parley", CLIENT_PERMISSIONS)));
}
