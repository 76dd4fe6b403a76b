/**
 * `/leave`: leaves a room for good, or the pair room.
 * @module
 */
import { removeRoom, roomByName } from "../app/open_room.ts";
import { closePair } from "../app/pair.ts";
import { currentRoom } from "../app/state.ts";
import { answers, ask, type SlashCommand } from "./command.ts";

export const leave: SlashCommand = {
  name: "leave",
  aliases: ["part"],
  usage: "/leave [#room]",
  help: "leaves this room, or the one named; its messages come no more",
  inPair: true,
  run(state, call) {
    if (state.pair) {
      // Nothing is there to be ended, and perhaps no server to ask.
      return state.pair.standing === "none"
        ? closePair(state)
        : ask(state, call, "stranger-leave", {});
    }
    const name = call.args.trim();
    const room = name === "" ? currentRoom(state) : roomByName(state, name);
    if (!room) {
      return { refuse: name === "" ? "No room is open to leave." : `You are not in ${name}.` };
    }
    return ask(state, call, "leave", { room: room.id });
  },
  answer: answers({
    "leave": (state, { room }) => removeRoom(state, room),
    "stranger-leave": (state) => closePair(state),
  }),
};
