/**
 * `parley account`: prints what the server shows of you and what it keeps for you, or changes it.
 * @module
 */
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { jsonLines, profileLines } from "./listing.ts";
import { type Program, settingsOf } from "./program.ts";

export function registerAccount(program: Program, context: Context): void {
  program.command("account")
    .description('Print your account, or change it; "" takes a field away.')
    .option("--name <name>", "Take another name; the old one stays yours.")
    .option("--display <text>", "The name that is shown beside it.")
    .option("--bio <text>", "What you say about yourself.")
    .option("--email <address>", "For the server's operator; nobody else sees it.")
    .option("--time-zone <zone>", "As Europe/Berlin.")
    .option("--json", "Print the account as a JSON object.")
    .action(async ({ name, display, bio, email, timeZone }, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const profile = { display, bio, email, timeZone };
      const account = await withAccess(context, settings, async ({ api }) => {
        if (name !== undefined) await api.request("rename", { name });
        if (Object.values(profile).some((value) => value !== undefined)) {
          await api.request("set-profile", profile);
        }
        return (await api.request("me", {})).account;
      });
      await context.print(options.json ? jsonLines([account]) : profileLines(account));
    });
}
