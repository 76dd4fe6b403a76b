/**
 * `/pin` and `/unpin`: what the room wants to be seen by whoever comes.
 * @module
 */
import { ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { referred, takeReference } from "./parse.ts";

function pinning(on: boolean): SlashCommand["run"] {
  return (state, call) =>
    inRoom(state, (room) => {
      const { reference, rest } = takeReference(call.args);
      if (rest !== "") return misused(call, "It takes a message, and nothing else.");
      const isMeant = on
        ? undefined
        : (message: { state?: { pinned?: boolean } }) => message.state?.pinned === true;
      const found = referred(room, reference, isMeant);
      return "refuse" in found
        ? found
        : ask(state, call, "pin", { room: room.id, seq: found.seq, on });
    });
}

export const pin: SlashCommand = {
  name: "pin",
  aliases: [],
  usage: "/pin [^2 or #12]",
  help: "pins the last message, or the one named, to this room: /pins shows them",
  run: pinning(true),
};

export const unpin: SlashCommand = {
  name: "unpin",
  aliases: [],
  usage: "/unpin [^2 or #12]",
  help: "takes the last pinned message down, or the one named",
  run: pinning(false),
};
