/**
 * Lists the public rooms and one's own.
 * @module
 */
import type { ServerCommand } from "./command.ts";

export const rooms: ServerCommand<"rooms"> = {
  type: "rooms",
  summary: "The public rooms and your own",
  access: { scope: "read", who: "guest" },
  http: [{ method: "GET", path: "/v1/rooms" }],
  async run(context) {
    return { rooms: await context.reader.listedRooms(context.person.id) };
  },
};
