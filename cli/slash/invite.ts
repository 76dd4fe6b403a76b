/**
 * `/invite`: lets somebody into the room.
 * @module
 */
import { tell } from "../app/effects.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { takePerson } from "./parse.ts";

export const invite: SlashCommand = {
  name: "invite",
  aliases: [],
  usage: "/invite @name",
  help: "lets somebody into this room",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { person, rest } = takePerson(call.args);
      if (person === "" || rest !== "") return misused(call, "It takes one name.");
      return ask(state, call, "invite", { room: room.id, person });
    }),
  answer: answers({
    "invite": (state, _, { input }) => tell(state, "info", `${input.person} is in the room now.`),
  }),
};
