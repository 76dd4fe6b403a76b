/**
 * `/people`: finds people by name.
 * @module
 */
import { answers, ask, type SlashCommand } from "./command.ts";
import { describePerson, list } from "./listing.ts";

export const people: SlashCommand = {
  name: "people",
  aliases: [],
  usage: "/people [part of a name]",
  help: "finds people by name; without one, those who share a room with you",
  run(state, call) {
    const query = call.args.trim();
    return ask(state, call, "people", query === "" ? {} : { query });
  },
  answer: answers({
    "people": (state, { people }) =>
      list(
        state,
        "People (/profile name tells more):",
        people.map((person) => [describePerson(person)]),
        "Nobody is called so.",
      ),
  }),
};
