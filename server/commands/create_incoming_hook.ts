/**
 * Makes a URL that posts into a room whatever is sent to it.
 * @module
 */
import { hashSecret, newToken } from "../ids.ts";
import type { RoomCommand } from "./command.ts";

export const createIncomingHook: RoomCommand<"create-incoming-hook"> = {
  type: "create-incoming-hook",
  summary: "Make a URL that posts into a room whatever is sent to it",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "POST", path: "/v1/rooms/:room/hooks/incoming", status: 201 }],
  async run(context, { name }, { room }) {
    const secret = newToken();
    const { hook } = await context.store.write({
      kind: "create-incoming-hook",
      actor: context.person.id,
      room: room.id,
      name,
      secretHash: hashSecret(secret),
    });
    return { hook, path: `/v1/hooks/${hook.id}/${secret}` };
  },
};
