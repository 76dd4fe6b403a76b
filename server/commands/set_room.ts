/**
 * Changes how a room works: its name, whether it is archived, whether lines can be addressed, how long
 * messages are kept.
 * @module
 */
import { parseName } from "../../shared/names.ts";
import type { RoomCommand } from "./command.ts";

export const setRoom: RoomCommand<"set-room"> = {
  type: "set-room",
  summary:
    "Rename a room, archive it or open it again, switch addressing, say how long messages are kept",
  access: { scope: "manage", who: "account", room: "owner", kinds: ["public", "private"] },
  http: [{ method: "PATCH", path: "/v1/rooms/:room" }],
  async run({ store, person }, { name, archived, addressing, retention }, { room }) {
    return await store.write({
      kind: "change-room",
      person,
      room: room.id,
      action: "set-room",
      changes: {
        name: name === undefined ? undefined : parseName(name, "room"),
        archived,
        addressing,
        retention,
      },
    });
  },
};
