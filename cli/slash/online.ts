/**
 * `/online`: who is here.
 * @module
 */
import { say } from "../app/effects.ts";
import { findRoom, roomLabel } from "../app/state.ts";
import { currentRoom } from "../app/state.ts";
import type { OnlinePerson } from "../../shared/protocol/mod.ts";
import { answers, ask, type SlashCommand } from "./command.ts";
import { describePerson } from "./listing.ts";

function describe({ away, awayText, ...person }: OnlinePerson): string {
  const name = describePerson(person);
  return away ? `${name} (away${awayText ? `: ${awayText}` : ""})` : name;
}

export const online: SlashCommand = {
  name: "online",
  aliases: ["who"],
  usage: "/online",
  help: "who is online in this room, and who of them is away",
  run(state, call) {
    const room = currentRoom(state);
    return ask(state, call, "online", room ? { room: room.id } : {});
  },
  answer: answers({
    "online": (state, { people, total }, { input }) => {
      const room = findRoom(state, String(input.room));
      const unnamed = total - people.length;
      const more = unnamed > 0 ? ` and ${unnamed} more` : "";
      const where = room ? `in ${roomLabel(room)}` : "anywhere";
      const names = people.map(describe).join(", ");
      return say(state, "info", `${total} online ${where}: ${names}${more}`);
    },
  }),
};
