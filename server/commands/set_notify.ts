/**
 * Sets which messages of a room one wants to be told of.
 * @module
 */
import type { RoomCommand } from "./command.ts";

export const setNotify: RoomCommand<"set-notify"> = {
  type: "set-notify",
  summary: "Say which messages of a room you want to be told of",
  access: { scope: "manage", who: "guest", room: "member" },
  http: [{ method: "PUT", path: "/v1/rooms/:room/notify" }],
  async run({ store, person }, { level }, { room }) {
    const state = await store.write({
      kind: "set-notify",
      account: person.id,
      room: room.id,
      level,
    });
    return { room: room.id, ...state };
  },
};
