/**
 * `/describe`: says more about the room than its topic.
 * @module
 */
import { tell } from "../app/effects.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";

export const describe: SlashCommand = {
  name: "describe",
  aliases: [],
  usage: "/describe text",
  help: "sets the room's description, which /room shows; - alone clears it",
  run: (state, call) =>
    inRoom(state, (room) => {
      const text = call.args.trim();
      if (text === "") return misused(call, "It takes the description.");
      return ask(state, call, "set-topic", {
        room: room.id,
        description: text === "-" ? "" : text,
      });
    }),
  answer: answers({
    "set-topic": (state) => tell(state, "info", "The description is changed."),
  }),
};
