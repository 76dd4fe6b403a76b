/**
 * `parley token`: makes, lists and ends API tokens.
 * @module
 */
import { Option } from "@commander-js/extra-typings";
import { sanitizeLine } from "../../shared/text.ts";
import { Scope, type TokenInfo } from "../../shared/protocol/mod.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { dayAndTime } from "./event_text.ts";
import { jsonLines } from "./listing.ts";
import { parseDuration } from "./option_values.ts";
import { type Program, settingsOf } from "./program.ts";

export function registerToken(program: Program, context: Context): void {
  const token = program.command("token")
    .description("API tokens, with which programs act in your name: create, list, revoke.");

  token.command("create")
    .description("Make a token and print it, this once.")
    .argument("<name>", "What it is for.")
    .addOption(
      new Option("--scopes <scopes...>", "What it may do.").choices(Scope.options)
        .default(["read", "send"] as Scope[], "read send"),
    )
    .option("--only <rooms...>", "For these rooms only.")
    .option("--expires <time>", "When it ends: 12h, 30d … (otherwise a year).", parseDuration)
    .option("--json", "Print a JSON object: token, info.")
    .action(async (name, { scopes, only, expires }, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const wanted = { name, scopes: scopes as Scope[], rooms: only, expiresIn: expires };
      const made = await withAccess(
        context,
        settings,
        ({ api }) => api.request("create-token", wanted),
      );
      await context.print(options.json ? jsonLines([made]) : `${made.token}\n`);
    });

  token.command("list", { isDefault: true })
    .description("List your tokens.")
    .option("--json", "Print each as a JSON object.")
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const tokens = await withAccess(context, settings, async ({ api }) => {
        const pages = await Array.fromAsync(api.pages("tokens", {}));
        return pages.flatMap((page) => page.tokens);
      });
      await context.print(options.json ? jsonLines(tokens) : tokens.map(tokenLine).join(""));
    });

  token.command("revoke")
    .description("End a token.")
    .argument("<id>", "Its id, as list gives it.")
    .action(async (id, _, command) => {
      const settings = await settingsOf(command.optsWithGlobals(), context);
      await withAccess(
        context,
        settings,
        ({ api }) => api.request("revoke-token", { token: id }),
      );
    });
}

function tokenLine({ id, name, scopes, rooms, expiresAt }: TokenInfo): string {
  const where = rooms ? ` in ${rooms.length} ${rooms.length === 1 ? "room" : "rooms"}` : "";
  const may = `${scopes.join(" ")}${where}`;
  return `${id}  ${sanitizeLine(name)}: ${may}, until ${dayAndTime(expiresAt)}\n`;
}
