/**
 * `/to`: says something to some people of the room alone.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { isSameName } from "../../shared/name_key.ts";
import { judgeText, sendMessage } from "../app/sending.ts";
import { inRoom, misused, type SlashCommand } from "./command.ts";
import { takePeople } from "./parse.ts";

export const to: SlashCommand = {
  name: "to",
  aliases: ["whisper"],
  usage: "/to @name [@name …] text",
  help: "whispers to these people alone; if one of them is not there, to nobody",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { people, text } = takePeople(call.args);
      if (people.length === 0) return misused(call, "It takes who it is for, each with an @.");
      if (people.some((name) => state.you && isSameName(name, state.you.name))) {
        return { refuse: "One of them is you. Leave yourself out." };
      }
      if (people.length >= limits.directMembers) {
        return { refuse: `/to takes at most ${limits.directMembers - 1} people.` };
      }
      if (text === "") return misused(call, "It takes a text after the names.");
      // A name that can't be read must not become a part of the text.
      if (text.startsWith("@")) return misused(call, `${text.split(/\s/)[0]} is no name.`);
      const problem = judgeText(state, text);
      return problem ? { refuse: problem } : sendMessage(state, room.id, text, { to: people });
    }),
};
