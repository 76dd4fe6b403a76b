/**
 * `/me`: tells what one does.
 * @module
 */
import { judgeText, sendMessage } from "../app/sending.ts";
import { inRoom, misused, type SlashCommand } from "./command.ts";

export const me: SlashCommand = {
  name: "me",
  aliases: [],
  usage: "/me text",
  help: "tells what you do: /me waves",
  run: (state, call) =>
    inRoom(state, (room) => {
      if (call.args === "") return misused(call, "It takes what you do.");
      const problem = judgeText(state, call.args);
      return problem
        ? { refuse: problem }
        : sendMessage(state, room.id, call.args, { action: true });
    }),
};
