/**
 * Has a URL told of what happens in a room.
 * @module
 */
import { checkHookUrl } from "../chat/hook_url.ts";
import { newToken } from "../ids.ts";
import type { RoomCommand } from "./command.ts";

export const createOutgoingHook: RoomCommand<"create-outgoing-hook"> = {
  type: "create-outgoing-hook",
  summary: "Have a URL told of what happens in a room",
  access: { scope: "manage", who: "account", room: "moderator", kinds: ["public", "private"] },
  http: [{ method: "POST", path: "/v1/rooms/:room/hooks/outgoing", status: 201 }],
  async run(context, { name, url }, { room }) {
    checkHookUrl(url, context.webhooksToPrivate);
    const secret = newToken();
    const { hook } = await context.store.write({
      kind: "create-outgoing-hook",
      actor: context.person.id,
      room: room.id,
      name,
      url,
      secret,
    });
    return { hook, secret };
  },
};
