/**
 * `/join`: enters a room and opens it.
 * @module
 */
import { andThen, say } from "../app/effects.ts";
import { enterRoom } from "../app/open_room.ts";
import { roomLabel } from "../app/state.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";

export const join: SlashCommand = {
  name: "join",
  aliases: [],
  usage: "/join #room",
  help: "enters a room and opens it; one that doesn't exist is made",
  run(state, call) {
    const room = call.args.trim();
    if (room === "" || /\s/.test(room)) return misused(call, "It takes the name of one room.");
    return ask(state, call, "join", { room });
  },
  answer: answers({
    "join": (state, { room, created }) => {
      const opened = enterRoom(state, room);
      if (!created) return opened;
      return andThen(opened, (now) => say(now, "info", `You made ${roomLabel(room)}; it is new.`));
    },
  }),
};
