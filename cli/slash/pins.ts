/**
 * `/pins`: the pinned messages of the room.
 * @module
 */
import { nothing, tell } from "../app/effects.ts";
import { printPast } from "../app/printing.ts";
import { findRoom, roomLabel } from "../app/state.ts";
import { answers, ask, inRoom, type SlashCommand } from "./command.ts";

export const pins: SlashCommand = {
  name: "pins",
  aliases: [],
  usage: "/pins",
  help: "the pinned messages of this room",
  run: (state, call) => inRoom(state, (room) => ask(state, call, "pins", { room: room.id })),
  answer: answers({
    "pins": (state, { room: id, events }) => {
      const room = findRoom(state, id);
      if (!room) return nothing(state);
      const label = roomLabel(room);
      if (events.length === 0) return tell(state, "info", `Nothing is pinned in ${label}.`);
      return printPast(state, id, `pinned in ${label}`, events.toReversed());
    },
  }),
};
