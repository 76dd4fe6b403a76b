/**
 * Lets somebody back into a room.
 * @module
 */
import { bannedPerson } from "./banned_person.ts";
import type { RoomCommand } from "./command.ts";

export const unban: RoomCommand<"unban"> = {
  type: "unban",
  summary: "Let somebody who is banned back into a room",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "DELETE", path: "/v1/rooms/:room/bans/:person" }],
  async run(context, input, { room }) {
    const person = await bannedPerson(context, room.id, input.person);
    return await context.store.write({
      kind: "unban",
      actor: context.person,
      room: room.id,
      person,
    });
  },
};
