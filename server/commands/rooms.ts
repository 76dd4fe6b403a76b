/**
 * Lists the public rooms and one's own.
 * @module
 */
import type { Command } from "./command.ts";

export const rooms: Command<"rooms"> = {
  type: "rooms",
  summary: "The public rooms and your own",
  http: [{ method: "GET", path: "/v1/rooms" }],
  async run(context) {
    return { rooms: await context.reader.listedRooms(context.person.id) };
  },
};
