/**
 * `/history`: what was said before.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { request } from "../app/effects.ts";
import { currentRoom } from "../app/state.ts";
import type { SlashCommand } from "./command.ts";

export const history: SlashCommand = {
  name: "history",
  aliases: [],
  usage: "/history [count]",
  help: "what was said before; again, what was before that",
  run(state, { args, line }) {
    const room = currentRoom(state);
    if (!room) return { refuse: "No room is open. /join #name enters one." };
    const count = args === "" ? limits.backlogEvents : Number(args);
    if (!Number.isInteger(count) || count < 1 || count > limits.historyEvents) {
      return { refuse: `/history takes a count from 1 to ${limits.historyEvents}.` };
    }
    const before = room.oldest === undefined ? {} : { before: room.oldest };
    const input = { room: room.id, limit: count, ...before };
    return request(state, "history", input, { for: "history", line, room: room.id });
  },
};
