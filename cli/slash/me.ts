/**
 * `/me`: tells what one does.
 * @module
 */
import { judgeText, sendMessage } from "../app/sending.ts";
import { currentRoom } from "../app/state.ts";
import type { SlashCommand } from "./command.ts";

export const me: SlashCommand = {
  name: "me",
  aliases: [],
  usage: "/me text",
  help: "tells what you do: /me waves",
  run(state, { args }) {
    const room = currentRoom(state);
    if (!room) return { refuse: "No room is open. /join #name enters one." };
    if (args === "") return { refuse: "/me takes what you do: /me waves" };
    const problem = judgeText(state, args);
    return problem ? { refuse: problem } : sendMessage(state, room.id, args, true);
  },
};
