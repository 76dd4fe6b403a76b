/**
 * `/topic`: what the room is about.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { tell } from "../app/effects.ts";
import { roomLabel } from "../app/state.ts";
import { ask, inRoom, type SlashCommand } from "./command.ts";

export const topic: SlashCommand = {
  name: "topic",
  aliases: [],
  usage: "/topic [text]",
  help: "the room's topic; with a text, sets it; with - alone, clears it",
  run: (state, call) =>
    inRoom(state, (room) => {
      const text = call.args.trim();
      if (text === "") {
        const says = room.topic ?? "has no topic. /topic text sets one.";
        return tell(state, "info", `${roomLabel(room)}: ${says}`);
      }
      if (text.includes("\n")) return { refuse: "A topic has one line. /describe takes more." };
      if (text.length > limits.lineLength) {
        return { refuse: `A topic has at most ${limits.lineLength} characters.` };
      }
      return ask(state, call, "set-topic", { room: room.id, topic: text === "-" ? "" : text });
    }),
};
