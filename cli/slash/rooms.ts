/**
 * `/rooms`: the rooms there are.
 * @module
 */
import { findRoom, roomLabel } from "../app/state.ts";
import type { AppState } from "../app/state.ts";
import type { ListedRoom } from "../../shared/protocol/mod.ts";
import { answers, ask, type SlashCommand } from "./command.ts";
import { count, list } from "./listing.ts";

/** `› #lobby  3 members, 2 unread: Talk about anything`. */
export function roomRow(state: AppState, room: ListedRoom): string {
  const { members, joined, topic, archived, kind } = room;
  const { unread = 0, mentions = 0 } = findRoom(state, room.id) ?? {};
  const facts = [
    count(members, "member"),
    kind === "private" && "private",
    archived && "archived",
    unread > 0 && `${unread} unread`,
    mentions > 0 && count(mentions, "mention"),
  ].filter(Boolean);
  return `${joined ? "›" : " "} ${roomLabel(room)}  ${facts.join(", ")}${
    topic ? `: ${topic}` : ""
  }`;
}

export const rooms: SlashCommand = {
  name: "rooms",
  aliases: [],
  usage: "/rooms [query]",
  help: "the rooms there are, or those with this in their name or topic",
  run(state, call) {
    const query = call.args.trim();
    return ask(state, call, "rooms", query === "" ? {} : { query });
  },
  answer: answers({
    "rooms": (state, result, { input }) =>
      list(
        state,
        "Rooms (› you are in it, /join #name enters):",
        result.rooms.map((room) => [roomRow(state, room)]),
        input.query ? "No room fits." : "There are no rooms. /join #name makes one.",
      ),
  }),
};
