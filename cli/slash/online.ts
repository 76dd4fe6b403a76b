/**
 * `/online`: who is here.
 * @module
 */
import { request } from "../app/effects.ts";
import { currentRoom, roomLabel } from "../app/state.ts";
import type { SlashCommand } from "./command.ts";

export const online: SlashCommand = {
  name: "online",
  aliases: ["who"],
  usage: "/online",
  help: "who is online in this room",
  run(state, { line }) {
    const room = currentRoom(state);
    const where = room ? `in ${roomLabel(room)}` : "anywhere";
    return request(state, "online", room ? { room: room.id } : {}, { for: "online", line, where });
  },
};
