/**
 * Lists what is pinned to a room.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const pins: RoomCommand<"pins"> = {
  type: "pins",
  summary: "The pinned messages of a room",
  access: { scope: "read", who: "guest", room: "reader" },
  http: [{ method: "GET", path: "/v1/rooms/:room/pins" }],
  page: true,
  async run(context, input, { room }) {
    const page = await context.reader.messages.pins(room.id, pageQuery(input, [0]));
    return { room: room.id, events: page.entries, ...nextOf(page) };
  },
};
