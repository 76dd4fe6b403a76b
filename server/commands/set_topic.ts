/**
 * Changes what a room says of itself.
 * @module
 */
import type { RoomCommand } from "./command.ts";

export const setTopic: RoomCommand<"set-topic"> = {
  type: "set-topic",
  summary: "Change a room's topic and description; blank clears them",
  // A guest is moderator of nothing but its direct rooms, as everybody is.
  access: { scope: "manage", who: "guest", room: "moderator" },
  http: [{ method: "PUT", path: "/v1/rooms/:room/topic" }],
  async run({ store, person }, { topic, description }, { room }) {
    return await store.write({
      kind: "change-room",
      person,
      room: room.id,
      action: "set-topic",
      changes: { topic, description },
    });
  },
};
