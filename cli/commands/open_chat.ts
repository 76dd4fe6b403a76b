/**
 * `parley chat`, also `parley` alone: opens the chat. `parley random`: meets strangers in it.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { nearestNames } from "../../shared/name_key.ts";
import { VERSION } from "../../shared/version.ts";
import type { Api } from "../../shared/net/api.ts";
import { Connection } from "../../shared/net/connection.ts";
import { isPassing } from "../../shared/net/persist.ts";
import { readConfig, saveOption } from "../config/file.ts";
import { withAccess } from "../session/access.ts";
import { DraftFile } from "../session/drafts.ts";
import { configPath, draftsFolder } from "../session/path.ts";
import type { Context } from "./context.ts";
import { type Program, type Settings, settingsOf } from "./program.ts";

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
      exit(await openChat(settings, context));
    });
}

export function registerRandom(
  program: Program,
  context: Context,
  exit: (code: number) => void,
): void {
  program.command("random")
    .description("Meet a stranger, as a guest. The same as --random.")
    .action(async (_, command) => {
      const settings = await settingsOf(command.optsWithGlobals(), context);
      exit(await openChat({ ...settings, random: true }, context));
    });
}

/** @returns the exit code. */
export async function openChat(given: Settings, context: Context): Promise<number> {
  const { server, room, view, random = false } = given;
  const { platform } = context;
  const path = configPath(context.env, platform);
  const config = await readConfig(path);
  const plain = given.plain === true || view === "plain";
  // Strangers have no names: no account is needed, and none is used.
  const settings = random
    ? { ...given, guest: true as const, user: undefined, lobby: false }
    : given;
  return await withAccess(context, settings, async ({ api, token, transport }) => {
    const checked = check(api);
    // Only here, since the other commands need none of it; while the server answers.
    const [{ CHAT_ENVIRONMENT, runChat }, { startProgram, runOnThisTerminal }] = await Promise.all([
      import("./chat.ts"),
      import("../terminal/deno_program.ts"),
      checked,
    ]);
    const connection = new Connection({
      server,
      token,
      transport,
      client: `parley ${VERSION}`,
      gaps: "skip",
      ...(random && { backlog: 0 }),
    });
    const env = Object.fromEntries(CHAT_ENVIRONMENT.map((name) => [name, context.env[name]]));
    return await runChat({
      connection,
      tty: context.tty,
      plain,
      view: view === "plain" ? undefined : view ?? config.view,
      room,
      random,
      env,
      platform,
      config,
      files: {
        // A guest is somebody else the next time.
        drafts: settings.guest
          ? undefined
          : new DraftFile(draftsFolder(context.env, platform), server),
        saveOption: (name, value) => saveOption(path, name, value),
      },
      programs: { start: startProgram, run: runOnThisTerminal },
    });
  }, { patient: true });
}

/** Finds out, while the password can still be asked for, that the session has ended. */
async function check(api: Api): Promise<void> {
  try {
    await api.request("me", {});
  } catch (error) {
    // A server that is away is the connection's matter: it shows that, and waits for it.
    if (!(error instanceof ParleyError) || !isPassing(error)) throw error;
  }
}

/** What is not a command's name comes here, since chat is the default. */
function unknownCommand(program: Program, name: string): ParleyError {
  const [near] = nearestNames(name, program.commands.map((command) => command.name()));
  if (near === name) {
    const how = `Write parley ${name} or, from source, deno task parley ${name}.`;
    return new ParleyError("bad-request", `"${name}" is a command of its own, beside chat. ${how}`);
  }
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return new ParleyError("bad-request", `Unknown command "${name}".${hint} See parley --help.`);
}
