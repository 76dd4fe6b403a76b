/**
 * `/help`: all commands, and the keys.
 * @module
 */
import { say } from "../app/effects.ts";
import type { SlashCommand } from "./command.ts";

const KEYS = [
  ["Alt-Enter", "a new line within the message"],
  ["Tab", "completes @names, #rooms and /commands"],
  ["Up, Down", "what you wrote before"],
  ["Alt-1 … Alt-9, Alt-Left, Alt-Right", "other rooms"],
  ["Ctrl-L", "paints the screen anew"],
  ["Ctrl-Z", "suspends; fg brings the chat back"],
  ["Ctrl-C twice, Ctrl-D on an empty line", "leave"],
];

export const help: SlashCommand = {
  name: "help",
  aliases: [],
  usage: "/help",
  help: "lists the commands",
  run(state, { commands }) {
    const rows = commands.map(({ usage, aliases, help }) => {
      const also = aliases.map((alias) => `/${alias}`).join(", ");
      return `  ${usage}${also && ` (also ${also})`}: ${help}`;
    });
    const keys = state.plain ? [] : ["Keys:", ...KEYS.map(([key, does]) => `  ${key}: ${does}`)];
    const lines = ["Commands:", ...rows, "  //text: sends text that starts with a slash", ...keys];
    return say(state, "info", lines.join("\n"));
  },
};
