/**
 * `/dnd`: no notifications, for a time or until it is taken back.
 * @module
 */
import { describeTime } from "../../shared/duration.ts";
import { tell } from "../app/effects.ts";
import { misused, type SlashCommand } from "./command.ts";
import { takeTime } from "./parse.ts";

export const dnd: SlashCommand = {
  name: "dnd",
  aliases: ["quiet"],
  usage: "/dnd [2h/off]",
  help: "do not disturb: nothing rings, for a time or until /dnd off",
  inPair: true,
  run(state, call) {
    if (call.args.trim().toLowerCase() === "off") {
      return tell({ ...state, quietUntil: undefined }, "info", "Notifications are on.");
    }
    const { seconds, rest } = takeTime(call.args);
    if (rest !== "") return misused(call, `"${rest}" is no time.`);
    const quietUntil = seconds === undefined ? Infinity : state.now + 1000 * seconds;
    const long = seconds === undefined ? "until /dnd off" : `for ${describeTime(seconds)}`;
    return tell({ ...state, quietUntil, alertsHeld: 0 }, "info", `Nothing rings ${long}.`);
  },
};
