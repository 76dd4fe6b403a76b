/**
 * Deletes a webhook of a room.
 * @module
 */
import type { RoomCommand } from "./command.ts";

export const deleteHook: RoomCommand<"delete-hook"> = {
  type: "delete-hook",
  summary: "Delete a webhook",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "DELETE", path: "/v1/rooms/:room/hooks/:hook" }],
  async run(context, { hook }, { room }) {
    return await context.store.write({
      kind: "delete-hook",
      actor: context.person.id,
      room: room.id,
      hook,
    });
  },
};
