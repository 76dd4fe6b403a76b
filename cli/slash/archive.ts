/**
 * `/archive`: closes the room for writing, or opens it again.
 * @module
 */
import { ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { parseSwitch } from "./parse.ts";

export const archive: SlashCommand = {
  name: "archive",
  aliases: [],
  usage: "/archive [on/off]",
  help: "closes this room for writing; it can still be read, and off opens it again",
  run: (state, call) =>
    inRoom(state, (room) => {
      const archived = call.args.trim() === "" ? true : parseSwitch(call.args.trim());
      if (archived === undefined) return misused(call, "It is on or off.");
      return ask(state, call, "set-room", { room: room.id, archived });
    }),
};
