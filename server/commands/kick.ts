/**
 * Puts a member out of a room; they may come back.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { accountOf } from "./person_ref.ts";

export const kick: RoomCommand<"kick"> = {
  type: "kick",
  summary: "Put somebody out of a room, who may come back",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "DELETE", path: "/v1/rooms/:room/members/:person" }],
  async run(context, input, { room }) {
    const { person } = await accountOf(context, input.person);
    const { reason } = input;
    return await context.store.write({
      kind: "kick",
      actor: context.person,
      room: room.id,
      person,
      reason,
    });
  },
};
