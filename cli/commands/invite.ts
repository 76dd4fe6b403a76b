/**
 * `parley invite`: lets people into a room, by name or by a code.
 * @module
 */
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { jsonLines } from "./listing.ts";
import { needRoom, parseCount, parseDuration } from "./option_values.ts";
import { type Program, settingsOf } from "./program.ts";

export function registerInvite(program: Program, context: Context): void {
  program.command("invite")
    .description("Let somebody into a room; without a name, print a code for /accept.")
    .argument("[name]", "Who.")
    .option("--uses <number>", "How many people the code lets in.", parseCount)
    .option("--expires <time>", "How long the code is good: 12h, 7d …", parseDuration)
    .option("--json", "Print the code as a JSON object: code, invitation.")
    .action(async (person, { uses, expires }, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const room = needRoom(settings.room);
      await withAccess(context, settings, async ({ api }) => {
        if (person !== undefined) {
          await api.request("invite", { room, person });
          return;
        }
        const made = await api.request("create-invitation", { room, uses, expiresIn: expires });
        await context.print(options.json ? jsonLines([made]) : `${made.code}\n`);
      });
    });
}
