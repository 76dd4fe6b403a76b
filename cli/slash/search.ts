/**
 * `/search`: messages in the rooms that one may read.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { printPage, say } from "../app/effects.ts";
import { openSearch } from "../app/overlay.ts";
import { type AppState, findRoom, roomLabel } from "../app/state.ts";
import { isMention } from "../app/printing.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";

export const search: SlashCommand = {
  name: "search",
  aliases: ["find"],
  usage: "/search words",
  help:
    'finds messages; also "a phrase", begin*, from:name in:room before:2026-11-20 after:… has:link',
  run(state, call) {
    const query = call.args.trim();
    if (query === "") return misused(call, "It takes what to look for.");
    if (query.length > limits.queryLength) return { refuse: "That is too long for a search." };
    if (state.view === "fullscreen") return openSearch(state, query);
    return ask(state, call, "search", { query, limit: 20 });
  },
  answer: answers({
    "search": (state, { hits }, { input }) => {
      if (hits.length === 0) return say(state, "info", `Nothing found for: ${input.query}`);
      const oldestFirst = hits.toReversed();
      return printPage(
        state,
        `found: ${input.query}`,
        oldestFirst.map(({ event, roomName }, index) => ({
          kind: "event" as const,
          event,
          room: label(state, event.room, roomName),
          elsewhere: true,
          mine: event.author.id === state.you?.id,
          mention: isMention(state, event),
          numbered: state.numbers,
          previousAt: oldestFirst[index - 1]?.event.at,
        })),
      );
    },
  }),
};

/** How the room is called; one that the reader isn't in is public. */
function label(state: AppState, id: string, name: string): string {
  return roomLabel(findRoom(state, id) ?? { name, kind: "public" });
}
