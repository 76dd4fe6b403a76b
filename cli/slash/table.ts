/**
 * All slash commands, in the order of `/help`.
 * @module
 */
import type { SlashCommand } from "./command.ts";
import { help } from "./help.ts";
import { history } from "./history.ts";
import { join } from "./join.ts";
import { leave } from "./leave.ts";
import { me } from "./me.ts";
import { msg } from "./msg.ts";
import { online } from "./online.ts";
import { quit } from "./quit.ts";
import { room } from "./room.ts";
import { rooms } from "./rooms.ts";

export const COMMANDS: readonly SlashCommand[] = [
  help,
  online,
  join,
  leave,
  rooms,
  room,
  msg,
  me,
  history,
  quit,
];

const byName = new Map(
  COMMANDS.flatMap((command) =>
    [command.name, ...command.aliases].map((name) => [name, command] as const)
  ),
);

/** The command of this name or alias, in any case. */
export function findCommand(name: string): SlashCommand | undefined {
  return byName.get(name.toLowerCase());
}

/** Every name and alias, without the `/`. */
export function commandNames(): string[] {
  return [...byName.keys()];
}
