/**
 * `/quit`: leaves the chat.
 * @module
 */
import { leave } from "../app/sending.ts";
import type { SlashCommand } from "./command.ts";

export const quit: SlashCommand = {
  name: "quit",
  aliases: ["exit"],
  usage: "/quit",
  help: "leaves the chat",
  inPair: true,
  run(state) {
    // In a pipe the lines before it are still under way.
    return state.plain ? { state: { ...state, ended: true }, effects: [] } : leave(state);
  },
};
