/**
 * `/help`: all commands, and the keys; or what one of them does.
 * @module
 */
import { say } from "../app/effects.ts";
import type { Group, SlashCommand } from "./command.ts";

const MESSAGES = [
  "A message is named by ^ (the last), ^2 (the one before it) … or #12 (its number).",
  "Without that, /edit and /delete take your last one, /reply, /react and /report the last of",
  "somebody else, /pin and /thread the last of all.",
];

const KEYS = [
  ["Alt-Enter", "a new line within the message"],
  ["Tab", "completes @names, #rooms, /commands and :emoji:"],
  ["Up, Down", "choose from the list that shows, else what you wrote before"],
  ["Ctrl-X Ctrl-E", "the draft in your own editor"],
  ["Alt-1 … Alt-9, Alt-Left, Alt-Right", "other rooms"],
  ["Ctrl-K at the end of the line, Alt-K", "quick switcher: rooms and people by a few letters"],
  ["Alt-A", "the next room with something unread"],
  ["Ctrl-R", "search, and open what is found"],
  ["Up on an empty line", "change your last message"],
  ["F2", "between scrollback and fullscreen, where PgUp and PgDn scroll"],
  ["Ctrl-L", "paints the screen anew"],
  ["Ctrl-Z", "suspends; fg brings the chat back"],
  ["Ctrl-C twice, Ctrl-D on an empty line", "leave"],
];

function describe({ usage, aliases, help }: SlashCommand): string {
  const also = aliases.map((alias) => `/${alias}`).join(", ");
  return `  ${usage}${also && ` (also ${also})`}: ${help}`;
}

function groupLines({ title, commands }: Group): string[] {
  return [`${title}:`, ...commands.map(describe)];
}

export const help: SlashCommand = {
  name: "help",
  aliases: [],
  usage: "/help [command]",
  help: "lists the commands, or says what one does",
  inPair: true,
  run(state, { args, groups }) {
    const wanted = args.trim().replace(/^\//, "").toLowerCase();
    if (wanted !== "") {
      const found = groups.flatMap(({ commands }) => commands)
        .find(({ name, aliases }) => name === wanted || aliases.includes(wanted));
      return found
        ? say(state, "info", describe(found).trim())
        : { refuse: `There is no command /${wanted}. /help lists the commands.` };
    }
    const keys = state.plain ? [] : ["Keys:", ...KEYS.map(([key, does]) => `  ${key}: ${does}`)];
    const slash = "  //text: sends text that starts with a slash";
    const lines = state.pair
      ? groups.flatMap(({ commands }) => commands).filter(({ inPair }) => inPair).map(describe)
      : [...groups.flatMap(groupLines), slash, ...MESSAGES, ...keys];
    return say(state, "info", lines.join("\n"));
  },
};
