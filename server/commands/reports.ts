/**
 * Lists the open reports of a room. In a direct room nobody keeps order: its reports go to the
 * administrators alone.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const reports: RoomCommand<"reports"> = {
  type: "reports",
  summary: "A room's open reports, newest first",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "GET", path: "/v1/rooms/:room/reports" }],
  async run(context, input, { room }) {
    const filter = { room: room.id, asker: context.person.id };
    const page = await context.reader.moderation.reports(filter, pageQuery(input, [0]));
    return { reports: page.entries, ...nextOf(page) };
  },
};
