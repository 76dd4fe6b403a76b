/**
 * `/thread`: a message and the answers to it.
 * @module
 */
import { printPast } from "../app/printing.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { referred, takeReference } from "./parse.ts";

export const thread: SlashCommand = {
  name: "thread",
  aliases: [],
  usage: "/thread [^2 or #12]",
  help: "the last message, or the one named, with all the answers to it",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { reference, rest } = takeReference(call.args);
      if (rest !== "") return misused(call, "It takes a message, and nothing else.");
      const found = referred(room, reference);
      if ("refuse" in found) return found;
      // An answer means the thread that it is in.
      const seq = found.message?.replyTo ?? found.seq;
      return ask(state, call, "thread", { room: room.id, seq });
    }),
  answer: answers({
    "thread": (state, { room, root, events }) =>
      printPast(state, room, `thread of #${root.seq}`, [root, ...events]),
  }),
};
