/**
 * `/slow`: how often a member may write in the room.
 * @module
 */
import { parseTime } from "../../shared/duration.ts";
import { limits } from "../../shared/limits.ts";
import { ask, inRoom, misused, type SlashCommand } from "./command.ts";

export const slow: SlashCommand = {
  name: "slow",
  aliases: [],
  usage: "/slow time/off",
  help: "lets a member write once in 30s, 5m …; moderators are free of it",
  run: (state, call) =>
    inRoom(state, (room) => {
      const word = call.args.trim().toLowerCase();
      const plain = /^\d{1,5}$/.test(word) ? Number(word) : undefined;
      const seconds = word === "off" ? 0 : plain ?? parseTime(word);
      if (seconds === undefined || seconds > limits.slowModeMost) {
        return misused(call, "It takes a time such as 30s, at most 6h.");
      }
      return ask(state, call, "slow-mode", { room: room.id, seconds });
    }),
};
