/**
 * What a slash command is.
 * @module
 */
import type { Update } from "../app/effects.ts";
import type { AppState } from "../app/state.ts";

export interface Call {
  /** What follows the command's name. */
  args: string;
  /** The whole line as typed: it comes back if the server refuses. */
  line: string;
  /** All commands there are. */
  commands: readonly SlashCommand[];
}

/** The command can't be done; the draft stays, and this is said. */
export interface Refusal {
  refuse: string;
}

export interface SlashCommand {
  /** Without the `/`. */
  name: string;
  aliases: readonly string[];
  /** As shown by `/help`, e.g. `/join #room`. */
  usage: string;
  /** One line for `/help`. */
  help: string;
  run(state: AppState, call: Call): Update | Refusal;
}
