/**
 * Moves the read marker in a room forward.
 * @module
 */
import type { RoomCommand } from "./command.ts";

export const markRead: RoomCommand<"mark-read"> = {
  type: "mark-read",
  summary: "Mark a room as read up to an event",
  access: { scope: "read", who: "guest", room: "member" },
  http: [{ method: "PUT", path: "/v1/rooms/:room/read" }],
  async run({ store, person }, { seq }, { room }) {
    const state = await store.write({
      kind: "mark-read",
      account: person.id,
      room: room.id,
      seq,
    });
    return { room: room.id, ...state };
  },
};
