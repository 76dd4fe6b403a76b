/**
 * `/create`: makes a room and opens it.
 * @module
 */
import { andThen, say } from "../app/effects.ts";
import { enterRoom } from "../app/open_room.ts";
import { roomLabel } from "../app/state.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";
import { takeWord } from "./parse.ts";

export const create: SlashCommand = {
  name: "create",
  aliases: [],
  usage: "/create #room [private] [topic]",
  help: "makes a room, which is yours then; into a private one people come by invitation only",
  run(state, call) {
    const { word: name, rest } = takeWord(call.args);
    const { word, rest: afterKind } = takeWord(rest);
    if (name.replace(/^#/, "") === "") return misused(call, "It takes a name for the room.");
    const kind = word === "private" || word === "public" ? word : undefined;
    const topic = kind === undefined ? rest : afterKind;
    return ask(state, call, "create-room", {
      name,
      kind: kind ?? "public",
      ...(topic !== "" && { topic }),
    });
  },
  answer: answers({
    "create-room": (state, { room }) => {
      const how = room.kind === "private" ? " /invite @name and /link let people in." : "";
      const made = `You made ${roomLabel(room)}; it is ${room.kind}.${how}`;
      return andThen(enterRoom(state, room), (now) => say(now, "info", made));
    },
  }),
};
