/**
 * Lists the webhooks of a room.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const hooks: RoomCommand<"hooks"> = {
  type: "hooks",
  summary: "The webhooks of a room",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "GET", path: "/v1/rooms/:room/hooks" }],
  async run(context, input, { room }) {
    const page = await context.reader.hooks.ofRoom(room.id, pageQuery(input, [0]));
    return { hooks: page.entries, ...nextOf(page) };
  },
};
