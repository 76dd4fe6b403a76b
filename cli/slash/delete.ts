/**
 * `/delete`: takes a message back.
 * @module
 */
import { ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { referred, takeReference } from "./parse.ts";

export const deleteMessage: SlashCommand = {
  name: "delete",
  aliases: [],
  usage: "/delete [^2 or #12]",
  help: "takes your last message back, or the one named; moderators can take anybody's",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { reference, rest } = takeReference(call.args);
      if (rest !== "") return misused(call, "It takes a message, and nothing else.");
      const found = referred(room, reference, ({ author }) => author.id === state.you?.id);
      if ("refuse" in found) return found;
      return ask(state, call, "delete", { room: room.id, seq: found.seq });
    }),
};
