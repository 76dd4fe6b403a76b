/**
 * `/reply`: answers a message.
 * @module
 */
import type { RoomState } from "../app/state.ts";
import { judgeText, sendMessage } from "../app/sending.ts";
import { inRoom, misused, type SlashCommand } from "./command.ts";
import { referred, takeReference } from "./parse.ts";

export const reply: SlashCommand = {
  name: "reply",
  aliases: ["re"],
  usage: "/reply [^2 or #12] text",
  help: "answers the last message of somebody else, or the one named",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { reference, rest: text } = takeReference(call.args);
      if (text === "") return misused(call, "It takes a text.");
      if (!(reference && "seq" in reference) && lastIsWhisper(room)) {
        const people = room.whisper!.people.map((name) => `@${name}`).join(" ");
        return {
          refuse: `The last line is a whisper: /to ${people} answers it. ` +
            `/reply #12 answers a message, for all to read.`,
        };
      }
      const found = referred(room, reference, ({ author }) => author.id !== state.you?.id);
      if ("refuse" in found) return found;
      const problem = judgeText(state, text);
      if (problem) return { refuse: problem };
      return sendMessage(state, room.id, text, { replyTo: found.seq });
    }),
};

/** Whoever answers then means the whisper, most likely. */
function lastIsWhisper({ whisper, messages }: RoomState): boolean {
  return whisper !== undefined && (messages.at(-1)?.base.seq ?? 0) <= whisper.after;
}
