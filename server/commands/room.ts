/**
 * Tells what there is to know about a room.
 * @module
 */
import { notThere } from "../chat/sending.ts";
import type { RoomCommand } from "./command.ts";

export const room: RoomCommand<"room"> = {
  type: "room",
  summary: "What there is to know about a room",
  access: { scope: "read", who: "guest", room: "reader" },
  http: [{ method: "GET", path: "/v1/rooms/:room" }],
  async run({ reader, person }, _input, place) {
    const details = await reader.rooms.details(place.room.id, person.id);
    if (!details) throw notThere();
    return { room: details };
  },
};
