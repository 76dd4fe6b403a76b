/**
 * `parley export`: prints everything that the server has of one's account.
 * @module
 */
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { type Program, settingsOf } from "./program.ts";

export function registerExport(program: Program, context: Context): void {
  program.command("export")
    .description("Print all that the server has of you, as JSON lines: profile, rooms, messages …")
    .action(async (_, command) => {
      const settings = await settingsOf(command.optsWithGlobals(), context);
      await withAccess(context, settings, async ({ api }) => {
        for await (const piece of api.export()) await context.print(piece);
      });
    });
}
