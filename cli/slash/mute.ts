/**
 * `/mute` and `/unmute`: who may read in the room, and not write.
 * @module
 */
import { ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { forHowLong } from "./ban.ts";
import { takePerson } from "./parse.ts";

export const mute: SlashCommand = {
  name: "mute",
  aliases: [],
  usage: "/mute @name [time] [reason]",
  help: "lets somebody read here, and not write: for 10m, 2h … or until /unmute",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { person, rest } = takePerson(call.args);
      if (person === "") return misused(call, "It takes a name.");
      return ask(state, call, "mute", { room: room.id, person, ...forHowLong(rest) });
    }),
};

export const unmute: SlashCommand = {
  name: "unmute",
  aliases: [],
  usage: "/unmute @name",
  help: "lets them write again",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { person, rest } = takePerson(call.args);
      if (person === "" || rest !== "") return misused(call, "It takes a name.");
      return ask(state, call, "unmute", { room: room.id, person });
    }),
};
