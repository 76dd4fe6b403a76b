/**
 * `/leave`: leaves a room for good.
 * @module
 */
import { request } from "../app/effects.ts";
import { roomByName } from "../app/open_room.ts";
import { currentRoom } from "../app/state.ts";
import type { SlashCommand } from "./command.ts";

export const leave: SlashCommand = {
  name: "leave",
  aliases: ["part"],
  usage: "/leave [#room]",
  help: "leaves this room, or the one named; its messages come no more",
  run(state, { args, line }) {
    const name = args.trim();
    const room = name === "" ? currentRoom(state) : roomByName(state, name);
    if (!room) {
      return { refuse: name === "" ? "No room is open to leave." : `You are not in ${name}.` };
    }
    return request(state, "leave", { room: room.id }, { for: "leave", line });
  },
};
