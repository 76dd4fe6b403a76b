/**
 * Reads what those with power did in a room.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";
import { accountOf } from "./person_ref.ts";

export const audit: RoomCommand<"audit"> = {
  type: "audit",
  summary: "Who did what to whom in a room, newest first",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "GET", path: "/v1/rooms/:room/audit" }],
  async run(context, input, { room }) {
    const person = input.person && (await accountOf(context, input.person)).person.id;
    const filter = { room: room.id, action: input.action, person };
    const page = await context.reader.moderation.audit(filter, pageQuery(input, [0]));
    return { entries: page.entries, ...nextOf(page) };
  },
};
