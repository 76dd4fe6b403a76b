/**
 * Ends an invitation to a room: one's own, or as a moderator anybody's.
 * @module
 */
import { atLeast } from "../chat/permissions.ts";
import type { RoomCommand } from "./command.ts";

export const revokeInvitation: RoomCommand<"revoke-invitation"> = {
  type: "revoke-invitation",
  summary: "End an invitation to a room: your own, or as a moderator anybody's",
  access: { scope: "manage", who: "account", room: "member", kinds: ["public", "private"] },
  http: [{ method: "DELETE", path: "/v1/rooms/:room/invitations/:invitation" }],
  async run({ store, person }, { invitation }, { room, standing }) {
    return await store.write({
      kind: "revoke-invitation",
      person,
      room: room.id,
      invitation,
      anybodys: atLeast(standing, "moderator"),
    });
  },
};
