/**
 * `/msg`: writes to people directly.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { isSameName } from "../../shared/name_key.ts";
import { openRoom, withRoom } from "../app/open_room.ts";
import { judgeText, sendMessage } from "../app/sending.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";
import { takePeople } from "./parse.ts";

/** The names that lead, the first with or without its `@`, and the text after them. */
function parse(args: string) {
  return takePeople(args.trimStart().replace(/^(?=[^@\s])/, "@"));
}

export const msg: SlashCommand = {
  name: "msg",
  aliases: [],
  usage: "/msg @name [@name …] [text]",
  help: "writes to people directly; without a text, opens the room with them",
  run(state, call) {
    const { people, text } = parse(call.args);
    if (people.length === 0) return misused(call, "It takes who it is for.");
    if (people.some((name) => state.you && isSameName(name, state.you.name))) {
      return { refuse: "That is you. Name somebody else." };
    }
    if (people.length >= limits.directMembers) {
      return { refuse: `/msg takes at most ${limits.directMembers - 1} people.` };
    }
    const problem = judgeText(state, text);
    return problem ? { refuse: problem } : ask(state, call, "direct", { people });
  },
  answer: answers({
    "direct": (state, { room }, { line }) => {
      const next = withRoom(state, room);
      const { text } = parse(line!.replace(/^\s*\/\S+/, ""));
      return text === "" ? openRoom(next, room.id) : sendMessage(next, room.id, text);
    },
  }),
};
