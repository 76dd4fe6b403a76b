/**
 * `/edit`: gives an own message another text.
 * @module
 */
import { setDraft } from "../editor/editor.ts";
import { nothing } from "../app/effects.ts";
import { judgeText } from "../app/sending.ts";
import { ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { referred, takeReference } from "./parse.ts";

export const edit: SlashCommand = {
  name: "edit",
  aliases: [],
  usage: "/edit [^2 or #12] [text]",
  help: "changes your last message, or the one named; without a text, brings it here to be changed",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { reference, rest: text } = takeReference(call.args);
      const isMine = ({ author }: { author: { id: string } }) => author.id === state.you?.id;
      const found = referred(room, reference, isMine);
      if ("refuse" in found) return found;
      const { seq, message } = found;
      if (message && !isMine(message)) {
        return { refuse: `#${seq} is ${message.author.name}'s. One can change one's own only.` };
      }
      if (text !== "") {
        const problem = judgeText(state, text);
        return problem
          ? { refuse: problem }
          : ask(state, call, "edit", { room: room.id, seq, text });
      }
      if (state.plain || !message) return misused(call, "It takes the new text.");
      const draft = `/edit #${seq} ${message.text}`;
      return nothing({ ...state, editor: setDraft(state.editor, draft) });
    }),
};
