/**
 * Makes a member an owner, a moderator, or just a member.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { accountOf } from "./person_ref.ts";

export const setRole: RoomCommand<"set-role"> = {
  type: "set-role",
  summary: "Make a member of a room an owner, a moderator or just a member",
  access: { scope: "manage", who: "account", room: "owner", kinds: ["public", "private"] },
  http: [{ method: "PUT", path: "/v1/rooms/:room/members/:person/role" }],
  async run(context, input, { room }) {
    const { person: member } = await accountOf(context, input.person);
    return await context.store.write({
      kind: "set-role",
      person: context.person,
      room: room.id,
      member,
      role: input.role,
    });
  },
};
