/**
 * Lists the invitations of a room: all of them for its moderators, their own for others.
 * @module
 */
import { atLeast } from "../chat/permissions.ts";
import { ROOM_KEYS } from "../store/readers/rooms.ts";
import type { RoomCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const invitations: RoomCommand<"invitations"> = {
  type: "invitations",
  summary: "The invitations of a room that are good: all for moderators, your own for others",
  access: { scope: "manage", who: "account", room: "member", kinds: ["public", "private"] },
  http: [{ method: "GET", path: "/v1/rooms/:room/invitations" }],
  async run({ reader, person }, input, { room, standing }) {
    const by = atLeast(standing, "moderator") ? undefined : person.id;
    const page = await reader.rooms.invitations(
      room.id,
      { by, now: Date.now() },
      pageQuery(input, ROOM_KEYS.invitations),
    );
    return { invitations: page.entries, ...nextOf(page) };
  },
};
