/**
 * Puts somebody out of a room and keeps them out.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { accountOf } from "./person_ref.ts";

export const ban: RoomCommand<"ban"> = {
  type: "ban",
  summary: "Put somebody out of a room, and keep them out",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "PUT", path: "/v1/rooms/:room/bans/:person" }],
  async run(context, input, { room }) {
    const { person } = await accountOf(context, input.person);
    return await context.store.write({
      kind: "ban",
      actor: context.person,
      room: room.id,
      person,
      seconds: input.for,
      reason: input.reason,
    });
  },
};
