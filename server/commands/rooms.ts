/**
 * Lists the public rooms and one's own.
 * @module
 */
import { ROOM_KEYS } from "../store/readers/rooms.ts";
import type { ServerCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const rooms: ServerCommand<"rooms"> = {
  type: "rooms",
  summary: "The public rooms and your own",
  access: { scope: "read", who: "guest" },
  http: [
    { method: "GET", path: "/v1/rooms" },
    { method: "GET", path: "/v1/me/rooms", fixed: { mine: true } },
  ],
  async run({ reader, person, grant }, input) {
    const { query = "", mine = false, sort } = input;
    const filter = { query, mine, sort, rooms: grant?.rooms };
    const page = await reader.rooms.list(person.id, filter, pageQuery(input, ROOM_KEYS.list));
    return { rooms: page.entries, ...nextOf(page) };
  },
};
