/**
 * The command line: the options that every command takes, and where their values come from.
 * @module
 */
import { Command, Option } from "@commander-js/extra-typings";
import { ParleyError } from "../../shared/errors.ts";
import { versionText } from "../../shared/build.ts";
import { parseServerUrl } from "../../shared/net/server_url.ts";
import { findServer, LOCAL_SERVER } from "../session/find_server.ts";
import type { Context } from "./context.ts";

/** `parley` with the options that may stand before or after the command's name. */
export function createProgram() {
  return new Command("parley")
    .description("Chat in the terminal.")
    .version(versionText(), "--version", "Print the version.")
    .helpOption("-h, --help", "Print this help.")
    .helpCommand("help [command]", "Print the help of a command.")
    .configureHelp({ showGlobalOptions: true })
    .option(
      "--server <url>",
      `The server (PARLEY_SERVER; otherwise the last one, or ${LOCAL_SERVER}).`,
    )
    .option("--user <name>", "Your name there (PARLEY_USER; otherwise the last that logged in).")
    .option(
      "--room <name>",
      "The room; tail takes several, each with its own --room.",
      (name: string, before?: string[]) => [...before ?? [], name],
    )
    .option("--session <file>", "Where to keep the sessions of servers and names.")
    .option("--guest", "Without an account: the name is free again when you leave.")
    .option("--random", "Meet a stranger, as a guest: neither sees the other's name.")
    .option("--plain", "Chat in lines, without a screen: for pipes and screen readers.")
    .addOption(
      new Option("--view <view>", "How the chat is shown: inline, fullscreen or plain.")
        .choices(["inline", "fullscreen", "plain"] as const),
    )
    .option("--password-stdin", "Take the password (otherwise: PARLEY_PASSWORD) from stdin.")
    .option("--register", "Make the account if there is none with this name and password.")
    .option("--invitation <code>", "The code to register with, where the server asks for one.")
    .addHelpText(
      "after",
      "\nPARLEY_TOKEN is used in place of a session, PARLEY_DEBUG=1 shows where an error comes from.",
    );
}

export type Program = ReturnType<typeof createProgram>;

/** The values of the options of {@linkcode createProgram}. */
export type GlobalOptions = ReturnType<Program["opts"]>;

/** The same, checked, with what the environment and stdin add. */
export interface Settings extends Omit<GlobalOptions, "passwordStdin" | "room"> {
  room?: string;
  /** All rooms that were named, where a command takes several. */
  rooms: readonly string[];
  /** Base URL, as `parseServerUrl` gives it. */
  server: string;
  /** Where none has to be asked for. */
  password?: string;
  /** False for a guest who is to be seen by nobody but strangers. */
  lobby?: boolean;
}

/**
 * Fills in what the command line doesn't say. Comes before anything else reads stdin, whose first line
 * may be the password.
 *
 * @throws {ParleyError} `bad-request` for a server's URL that is none, or for more rooms than one where
 * only one can be meant.
 */
export async function settingsOf(
  options: GlobalOptions,
  context: Context,
  { severalRooms = false } = {},
): Promise<Settings> {
  const { env, stdin } = context;
  const { passwordStdin, room: rooms = [], ...others } = options;
  const given = options.server ?? env.PARLEY_SERVER;
  if (rooms.length > 1 && !severalRooms) {
    throw new ParleyError(
      "bad-request",
      `This takes one room, and ${rooms.length} are named. Leave one --room.`,
    );
  }
  return {
    ...others,
    room: rooms[0],
    rooms,
    server: given ? parseServerUrl(given) : await findServer(context, options.session),
    user: (options.user ?? (env.PARLEY_USER || undefined))?.replace(/^@/, ""),
    password: passwordStdin ? await stdin.firstLine() : env.PARLEY_PASSWORD || undefined,
  };
}
