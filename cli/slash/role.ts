/**
 * `/role`: makes somebody owner, moderator or member of the room.
 * @module
 */
import { Role } from "../../shared/protocol/mod.ts";
import { ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { takePerson } from "./parse.ts";

const ROLES: readonly string[] = Role.options;

export const role: SlashCommand = {
  name: "role",
  aliases: [],
  usage: "/role @name owner/moderator/member",
  help: "makes somebody owner, moderator or member of this room",
  run: (state, call) =>
    inRoom(state, (room) => {
      const { person, rest } = takePerson(call.args);
      const role = rest.toLowerCase();
      if (person === "" || !ROLES.includes(role)) {
        return misused(call, "It takes a name and a role.");
      }
      return ask(state, call, "set-role", { room: room.id, person, role: role as Role });
    }),
};
