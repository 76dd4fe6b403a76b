/**
 * `/msg`: writes to people directly.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { isSameName } from "../../shared/names.ts";
import { request } from "../app/effects.ts";
import { judgeText } from "../app/sending.ts";
import type { SlashCommand } from "./command.ts";

export const msg: SlashCommand = {
  name: "msg",
  aliases: [],
  usage: "/msg @name [@name …] [text]",
  help: "writes to people directly; without a text, opens the room with them",
  run(state, { args, line }) {
    const { people, text } = parse(args);
    if (people.length === 0) return { refuse: "/msg takes who it is for: /msg @name text" };
    if (people.some((name) => state.you && isSameName(name, state.you.name))) {
      return { refuse: "That is you. Name somebody else." };
    }
    if (people.length >= limits.directMembers) {
      return { refuse: `/msg takes at most ${limits.directMembers - 1} people.` };
    }
    const problem = judgeText(state, text);
    if (problem) return { refuse: problem };
    return request(state, "direct", { people }, { for: "direct", line, text });
  },
};

/** The names that lead, the first with or without its `@`, and the text after them. */
function parse(args: string): { people: string[]; text: string } {
  const people: string[] = [];
  let text = args.trimStart();
  for (
    let name = /^@?(\S+)\s*/.exec(text);
    name !== null && (people.length === 0 || text.startsWith("@"));
    name = /^@(\S+)\s*/.exec(text)
  ) {
    people.push(name[1].replace(/,$/, ""));
    text = text.slice(name[0].length);
  }
  return { people: [...new Set(people)], text: text.trimEnd() };
}
