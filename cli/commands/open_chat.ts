/**
 * `parley chat`, also `parley` alone: opens the chat.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { nearestNames } from "../../shared/names.ts";
import { VERSION } from "../../shared/version.ts";
import type { Api } from "../net/api.ts";
import { Connection } from "../net/connection.ts";
import { isPassing } from "../net/persist.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { type Program, settingsOf } from "./program.ts";

export function registerChat(
  program: Program,
  context: Context,
  exit: (code: number) => void,
): void {
  program.command("chat", { isDefault: true })
    .description("Open the chat. This is what parley alone does, too.")
    .allowExcessArguments()
    .action(async (_, command) => {
      if (command.args.length > 0) throw unknownCommand(program, command.args[0]);
      const settings = await settingsOf(command.optsWithGlobals(), context);
      // Only here, since the other commands need none of it.
      const { CHAT_ENVIRONMENT, runChat } = await import("./chat.ts");
      await withAccess(context, settings, async ({ api, token }) => {
        await check(api);
        const { server, room, plain = false } = settings;
        const connection = new Connection({
          server,
          token,
          client: `parley ${VERSION}`,
          gaps: "skip",
        });
        const env = Object.fromEntries(CHAT_ENVIRONMENT.map((name) => [name, context.env[name]]));
        exit(await runChat({ connection, tty: context.tty, plain, room, env }));
      });
    });
}

/** Finds out, while the password can still be asked for, that the session has ended. */
async function check(api: Api): Promise<void> {
  try {
    await api.me();
  } catch (error) {
    // A server that is away is the connection's matter: it shows that, and waits for it.
    if (!(error instanceof ParleyError) || !isPassing(error)) throw error;
  }
}

/** What is not a command's name comes here, since chat is the default. */
function unknownCommand(program: Program, name: string): ParleyError {
  const [near] = nearestNames(name, program.commands.map((command) => command.name()));
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return new ParleyError("bad-request", `Unknown command "${name}".${hint} See parley --help.`);
}
