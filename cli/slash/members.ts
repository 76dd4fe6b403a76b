/**
 * `/members`: who is in the room, online or not.
 * @module
 */
import { findRoom, roomLabel } from "../app/state.ts";
import { answers, ask, inRoom, type SlashCommand } from "./command.ts";
import { count, describePerson, list } from "./listing.ts";

export const members: SlashCommand = {
  name: "members",
  aliases: [],
  usage: "/members",
  help: "who is in this room, online or not",
  run: (state, call) => inRoom(state, (room) => ask(state, call, "members", { room: room.id })),
  answer: answers({
    "members": (state, { members, total }, { input }) => {
      const room = findRoom(state, String(input.room));
      const rows = members.map(({ person, role, joinedAt }) => [
        `${describePerson(person)}${role === "member" ? "" : `, ${role}`}, since `,
        { at: joinedAt },
      ]);
      const where = room ? ` of ${roomLabel(room)}` : "";
      return list(state, `${count(total, "member")}${where}:`, rows, "Nobody is in this room.");
    },
  }),
};
