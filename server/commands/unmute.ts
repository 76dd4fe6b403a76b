/**
 * Lets a muted member write again.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { accountOf } from "./person_ref.ts";

export const unmute: RoomCommand<"unmute"> = {
  type: "unmute",
  summary: "Let a muted member write again",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "DELETE", path: "/v1/rooms/:room/mutes/:person" }],
  async run(context, input, { room }) {
    const { person } = await accountOf(context, input.person);
    return await context.store.write({
      kind: "unmute",
      actor: context.person,
      room: room.id,
      person,
    });
  },
};
