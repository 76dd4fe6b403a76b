/**
 * `/accept`: enters the room that an invitation's code is for.
 * @module
 */
import { enterRoom } from "../app/open_room.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";

export const accept: SlashCommand = {
  name: "accept",
  aliases: [],
  usage: "/accept code",
  help: "enters the room that an invitation is for",
  run(state, call) {
    const code = call.args.trim();
    if (code === "" || /\s/.test(code)) return misused(call, "It takes an invitation's code.");
    return ask(state, call, "accept-invitation", { code });
  },
  answer: answers({ "accept-invitation": (state, { room }) => enterRoom(state, room) }),
};
