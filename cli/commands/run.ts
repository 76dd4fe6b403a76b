/**
 * Runs one command line, from arguments to exit code.
 * @module
 */
import { CommanderError } from "@commander-js/extra-typings";
import { ERROR_CODES, ParleyError } from "../../shared/errors.ts";
import { registerChat, registerRandom } from "./open_chat.ts";
import { registerConfig } from "./config.ts";
import { type Context, OutputClosed } from "./context.ts";
import { registerAccount } from "./account.ts";
import { registerExport } from "./export.ts";
import { registerHost } from "./host.ts";
import { registerHistory } from "./history.ts";
import { registerInvite } from "./invite.ts";
import {
  registerOnline,
  registerPeople,
  registerRooms,
  registerSessions,
  registerWhoami,
} from "./listing.ts";
import { registerLogin, registerLogout } from "./login.ts";
import { registerDelete, registerEdit, registerReact, registerRead } from "./messages.ts";
import { registerCompletion, registerMan } from "./manual.ts";
import { registerPassword } from "./password.ts";
import { registerPermissions } from "./permissions.ts";
import { createProgram } from "./program.ts";
import { registerSearch } from "./search.ts";
import { registerSend } from "./send.ts";
import { registerTail } from "./tail.ts";
import { registerToken } from "./token.ts";
import { registerTrust } from "./trust.ts";

/** In the order of the help. */
const COMMANDS = [
  registerChat,
  registerSend,
  registerTail,
  registerHistory,
  registerSearch,
  registerEdit,
  registerDelete,
  registerReact,
  registerRead,
  registerRooms,
  registerOnline,
  registerPeople,
  registerInvite,
  registerRandom,
  registerHost,
  registerLogin,
  registerLogout,
  registerWhoami,
  registerAccount,
  registerSessions,
  registerToken,
  registerPassword,
  registerTrust,
  registerExport,
  registerConfig,
  registerCompletion,
  registerMan,
  registerPermissions,
];

/**
 * Runs `parley` with these arguments (its own name left out).
 *
 * @returns the exit code: 0, or that of the error (see `ERROR_CODES`). It has been told on stderr.
 */
export async function run(args: readonly string[], context: Context): Promise<number> {
  let output = "";
  const program = createProgram().exitOverride().configureOutput({
    writeOut: (text) => output += text,
    writeErr: () => {},
  });
  let code = 0;
  for (const register of COMMANDS) register(program, context, (value) => code = value);
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof OutputClosed) return 0;
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) await context.print(output);
      else context.warn(usage(error.message));
      return error.exitCode === 0 ? 0 : ERROR_CODES["bad-request"].exit;
    }
    return fail(error, context);
  }
}

/** Commander's message in one line: `error: unknown option '--romm'\n(Did you mean --room?)`. */
function usage(message: string): string {
  const text = message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ").replace(/\.$/, "");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}. See parley --help.`;
}

function fail(error: unknown, context: Context): number {
  if (context.env.PARLEY_DEBUG) context.warn((error as Error).stack ?? String(error));
  if (error instanceof ParleyError) {
    context.warn(error.message);
    return ERROR_CODES[error.code].exit;
  }
  const reason = error instanceof Error ? error.message : String(error);
  context.warn(`Parley failed: ${reason}. PARLEY_DEBUG=1 shows where.`);
  return ERROR_CODES.internal.exit;
}
