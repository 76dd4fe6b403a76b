/**
 * `/report`: tells the moderators of a message, or the administrators of a stranger.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { tell } from "../app/effects.ts";
import { metStranger } from "../app/pair.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { referred, takeReference } from "./parse.ts";

export const report: SlashCommand = {
  name: "report",
  aliases: [],
  usage: "/report [^2 or #12] why",
  help: "tells the moderators of the last message of somebody else, or the one named",
  inPair: true,
  run(state, call) {
    if (state.pair) {
      const reason = call.args.trim();
      return reason === ""
        ? misused(call, "Say why: it goes to the administrators, with what the stranger said.")
        : ask(state, call, "stranger-report", { reason });
    }
    return inRoom(state, (room) => {
      const { reference, rest: reason } = takeReference(call.args);
      if (reason === "") return misused(call, "Say why.");
      if (reason.length > limits.lineLength) return { refuse: "Say it in fewer words." };
      const found = referred(room, reference, ({ author }) => author.id !== state.you?.id);
      if ("refuse" in found) return found;
      return ask(state, call, "report", { room: room.id, seq: found.seq, reason });
    });
  },
  answer: answers({
    "report": (state) => tell(state, "info", "Reported. A moderator will look at it."),
    "stranger-report": (state, standing) =>
      metStranger({ ...state, notice: { tone: "info", text: "Reported and blocked." } }, standing),
  }),
};
