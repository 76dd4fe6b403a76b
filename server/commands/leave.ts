/**
 * Leaves a room.
 * @module
 */
import type { Command } from "./command.ts";
import { ownRoom } from "./room_ref.ts";

export const leave: Command<"leave"> = {
  type: "leave",
  summary: "Leave a room",
  http: [{ method: "POST", path: "/v1/rooms/:room/leave" }],
  async run(context, input) {
    const room = await ownRoom(context, input.room);
    return await context.store.write({ kind: "leave", person: context.person, room: room.id });
  },
};
