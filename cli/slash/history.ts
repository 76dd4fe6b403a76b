/**
 * `/history`: what was said before.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { nothing, tell } from "../app/effects.ts";
import { printPast } from "../app/printing.ts";
import { scrollPages } from "../app/scroll.ts";
import { changeRoom, findRoom, roomLabel } from "../app/state.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";

export const history: SlashCommand = {
  name: "history",
  aliases: [],
  usage: "/history [count]",
  help: "what was said before; again, what was before that",
  run: (state, call) =>
    inRoom(state, (room) => {
      const count = call.args === "" ? limits.backlogEvents : Number(call.args);
      if (!Number.isInteger(count) || count < 1 || count > limits.historyEvents) {
        return misused(call, `/history takes a count from 1 to ${limits.historyEvents}.`);
      }
      if (state.view === "fullscreen") return scrollPages(state, 1);
      const before = room.oldest === undefined ? {} : { before: room.oldest };
      return ask(state, call, "history", { room: room.id, limit: count, ...before });
    }),
  answer: answers({
    "history": (state, { room: id, events }) => {
      const room = findRoom(state, id);
      if (!room) return nothing(state);
      const label = roomLabel(room);
      if (events.length === 0) return tell(state, "info", `${label} has nothing earlier.`);
      const older = changeRoom(state, id, { oldest: events[0].seq });
      return printPast(older, id, `earlier in ${label}`, events);
    },
  }),
};
