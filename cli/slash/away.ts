/**
 * `/away` and `/back`: whether one can be reached.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { tell } from "../app/effects.ts";
import { answers, ask, type SlashCommand } from "./command.ts";

export const away: SlashCommand = {
  name: "away",
  aliases: ["afk"],
  usage: "/away [text]",
  help: "says that you are away, and why; it stays so until /back",
  run(state, call) {
    const text = call.args.trim().replaceAll(/\s+/g, " ");
    if (text.length > limits.lineLength) {
      return { refuse: `That has more than ${limits.lineLength} characters.` };
    }
    return ask(state, call, "away", { away: true, ...(text !== "" && { text }) });
  },
  answer: answers({
    "away": (state) => tell({ ...state, away: true }, "info", "You are away. /back ends it."),
  }),
};

export const back: SlashCommand = {
  name: "back",
  aliases: [],
  usage: "/back",
  help: "says that you are here again",
  run: (state, call) => ask(state, call, "away", { away: false }),
  answer: answers({
    "away": (state) => tell({ ...state, away: false }, "info", "You are back."),
  }),
};
