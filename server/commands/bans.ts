/**
 * Lists who is banned from a room.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const bans: RoomCommand<"bans"> = {
  type: "bans",
  summary: "Who is banned from a room, newest first",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "GET", path: "/v1/rooms/:room/bans" }],
  async run(context, input, { room }) {
    const query = pageQuery(input, [0, ""]);
    const page = await context.reader.moderation.bans(room.id, Date.now(), query);
    return { bans: page.entries, ...nextOf(page) };
  },
};
