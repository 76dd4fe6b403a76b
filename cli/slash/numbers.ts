/**
 * `/numbers`: shows the numbers of messages, by which commands name them.
 * @module
 */
import { tell } from "../app/effects.ts";
import { misused, type SlashCommand } from "./command.ts";
import { parseSwitch } from "./parse.ts";

export const numbers: SlashCommand = {
  name: "numbers",
  aliases: [],
  usage: "/numbers on/off",
  help: "shows each message's number from now on: #12",
  run(state, call) {
    const on = parseSwitch(call.args.trim());
    if (on === undefined) return misused(call, "It is on or off.");
    const says = on ? "Messages have their numbers from now on." : "Messages have no numbers now.";
    return tell({ ...state, numbers: on }, "info", says);
  },
};
