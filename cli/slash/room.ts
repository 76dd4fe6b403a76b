/**
 * `/room`: opens another of one's rooms.
 * @module
 */
import { nearestNames } from "../../shared/names.ts";
import { nothing } from "../app/effects.ts";
import { openRoom, roomByName } from "../app/open_room.ts";
import { roomLabel } from "../app/state.ts";
import type { SlashCommand } from "./command.ts";

export const room: SlashCommand = {
  name: "room",
  aliases: ["switch"],
  usage: "/room #room",
  help: "opens another of your rooms; @name opens a direct one",
  run(state, { args }) {
    const name = args.trim();
    const found = name === "" ? undefined : roomByName(state, name);
    if (found) return found.id === state.current ? nothing(state) : openRoom(state, found.id);
    const mine = state.rooms.map(roomLabel);
    if (name === "") {
      return { refuse: `/room takes the name of one of your rooms: ${mine.join(" ")}` };
    }
    const [nearest] = nearestNames(name, state.rooms.map((other) => other.name), 1);
    const near = state.rooms.find((other) => other.name === nearest);
    const hint = near ? `Did you mean ${roomLabel(near)}?` : `/join ${name} enters it.`;
    return { refuse: `You are not in ${name}. ${hint}` };
  },
};
