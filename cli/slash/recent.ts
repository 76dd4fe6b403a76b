/**
 * `/recent`: one's own rooms, those where something happened last first.
 * @module
 */
import { answers, ask, type SlashCommand } from "./command.ts";
import { list } from "./listing.ts";
import { roomRow } from "./rooms.ts";

export const recent: SlashCommand = {
  name: "recent",
  aliases: [],
  usage: "/recent",
  help: "your rooms and direct ones, those with the newest messages first",
  run: (state, call) => ask(state, call, "rooms", { mine: true, sort: "recent", limit: 20 }),
  answer: answers({
    "rooms": (state, { rooms }) =>
      list(
        state,
        "Your rooms, the newest first (/room #name opens):",
        rooms.map((room) => [roomRow(state, room)]),
        "You are in no room. /join #name enters one.",
      ),
  }),
};
