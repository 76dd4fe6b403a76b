/**
 * Lets somebody into a room.
 * @module
 */
import type { RoomCommand } from "./command.ts";
import { accountOf } from "./person_ref.ts";

export const invite: RoomCommand<"invite"> = {
  type: "invite",
  summary: "Let somebody into a room",
  access: { scope: "manage", who: "account", room: "member", kinds: ["public", "private"] },
  http: [{ method: "POST", path: "/v1/rooms/:room/members" }],
  async run(context, input, { room }) {
    const { person: invited } = await accountOf(context, input.person);
    return await context.store.write({
      kind: "invite",
      person: context.person,
      room: room.id,
      invited,
    });
  },
};
