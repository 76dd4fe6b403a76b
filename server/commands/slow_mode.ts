/**
 * Lets each member of a room write only once in a while.
 * @module
 */
import type { RoomCommand } from "./command.ts";

export const slowMode: RoomCommand<"slow-mode"> = {
  type: "slow-mode",
  summary:
    "Let each member of a room write only once in so many seconds; 0 for as often as they like",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "PUT", path: "/v1/rooms/:room/slow-mode" }],
  async run(context, input, { room }) {
    return await context.store.write({
      kind: "change-room",
      person: context.person,
      room: room.id,
      action: "slow-mode",
      changes: { slowMode: input.seconds },
    });
  },
};
