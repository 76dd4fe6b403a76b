/**
 * Lists who is in a room.
 * @module
 */
import { ROOM_KEYS } from "../store/readers/rooms.ts";
import type { RoomCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const members: RoomCommand<"members"> = {
  type: "members",
  summary: "Who is in a room, owners and moderators first",
  access: { scope: "read", who: "guest", room: "reader" },
  http: [{ method: "GET", path: "/v1/rooms/:room/members" }],
  async run({ reader }, input, { room }) {
    const page = await reader.rooms.members(room.id, pageQuery(input, ROOM_KEYS.members));
    return { members: page.entries, total: page.total, ...nextOf(page) };
  },
};
