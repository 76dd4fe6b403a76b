/**
 * Lets a member of a room write nothing there.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { accountOf } from "./person_ref.ts";

export const mute: RoomCommand<"mute"> = {
  type: "mute",
  summary: "Let a member write nothing in a room",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "PUT", path: "/v1/rooms/:room/mutes/:person" }],
  async run(context, input, { room }) {
    const { person } = await accountOf(context, input.person);
    return await context.store.write({
      kind: "mute",
      actor: context.person,
      room: room.id,
      person,
      seconds: input.for,
      reason: input.reason,
    });
  },
};
