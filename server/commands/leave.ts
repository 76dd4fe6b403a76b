/**
 * Leaves a room.
 * @module
 */
import type { RoomCommand } from "./command.ts";

export const leave: RoomCommand<"leave"> = {
  type: "leave",
  summary: "Leave a room",
  access: { scope: "manage", who: "guest", room: "member" },
  http: [{ method: "POST", path: "/v1/rooms/:room/leave" }],
  async run(context, _input, { room }) {
    return await context.store.write({ kind: "leave", person: context.person, room: room.id });
  },
};
