/**
 * `/kick`: puts somebody out of the room.
 * @module
 */
import { ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { takePerson } from "./parse.ts";

export const kick: SlashCommand = {
  name: "kick",
  aliases: [],
  usage: "/kick @name [reason]",
  help: "puts somebody out of this room; they may come back",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { person, rest: reason } = takePerson(call.args);
      if (person === "") return misused(call, "It takes a name.");
      return ask(state, call, "kick", { room: room.id, person, ...(reason && { reason }) });
    }),
};
