/**
 * `parley login` and `parley logout`: get a session that later commands use, and end it.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { Api } from "../../shared/net/api.ts";
import { sessionFile, signIn } from "../session/access.ts";
import { transportTo } from "../session/trust.ts";
import type { Context } from "./context.ts";
import { type Program, type Settings, settingsOf } from "./program.ts";

const JSON_OPTION = ["--json", "Print a JSON object: server, name."] as const;

export function registerLogin(program: Program, context: Context): void {
  program.command("login")
    .description("Log in, and keep the session for later commands.")
    .option(...JSON_OPTION)
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const transport = await transportTo(settings.server, context, settings.session);
      const { account } = await signIn(context, settings, transport);
      await tell(context, options.json, "Logged in", settings, account.name);
    });
}

export function registerLogout(program: Program, context: Context): void {
  program.command("logout")
    .description("Log out: the session ends, on the server and here.")
    .option(...JSON_OPTION)
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const { server } = settings;
      const file = sessionFile(context, settings);
      const session = await file.find(server, settings.user);
      if (!session) {
        const who = settings.user ? ` as ${settings.user}` : "";
        throw new ParleyError("not-signed-in", `Not logged in at ${server}${who}.`);
      }
      try {
        const transport = await transportTo(server, context, settings.session);
        await new Api(server, session.token, transport).logOut();
      } catch (error) {
        // If the server has ended it already, what is left is to forget it.
        if (!(error instanceof ParleyError) || error.code !== "not-signed-in") throw error;
      }
      await file.remove(session);
      await tell(context, options.json, "Logged out", settings, session.name);
    });
}

async function tell(
  context: Context,
  json: boolean | undefined,
  what: string,
  settings: Settings,
  name: string,
): Promise<void> {
  const { server } = settings;
  const line = json ? JSON.stringify({ server, name }) : `${what} at ${server} as ${name}.`;
  await context.print(line + "\n");
}
