/**
 * Reads a page of a room's log.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { RoomCommand } from "./command.ts";

export const history: RoomCommand<"history"> = {
  type: "history",
  summary: "A page of a room's log",
  access: { scope: "read", who: "guest", room: "reader" },
  http: [{ method: "GET", path: "/v1/rooms/:room/events" }],
  page: true,
  async run(context, input, { room }) {
    const newestFirst = input.after === undefined;
    const after = input.after ?? 0;
    const upTo = Math.min(room.head, (input.before ?? Infinity) - 1);
    const events = await context.reader.range(room.id, { after, upTo }, {
      events: input.limit,
      bytes: limits.historyBytes,
      newestFirst,
    });
    const end = newestFirst ? events.at(0)?.seq : events.at(-1)?.seq;
    const more = end !== undefined && (newestFirst ? end > after + 1 : end < upTo);
    return { room: room.id, events, more };
  },
};
