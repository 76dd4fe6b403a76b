/**
 * Makes an API token: for a script, with a part of what the asker may do.
 * @module
 */
import { judgeInRoom } from "../chat/permissions.ts";
import { hashSecret, newToken } from "../ids.ts";
import type { CommandContext, ServerCommand } from "./command.ts";
import { placeOf } from "./room_ref.ts";

/** Ids of rooms that the asker may read. @throws {ParleyError} `not-found` if one is none. */
async function idsOf(context: CommandContext, refs: string[]): Promise<string[]> {
  const ids = new Set<string>();
  for (const ref of refs) {
    const { room, standing } = await placeOf(context, ref);
    judgeInRoom(standing, room, { scope: "account", who: "account", room: "reader" });
    ids.add(room.id);
  }
  return [...ids];
}

export const createToken: ServerCommand<"create-token"> = {
  type: "create-token",
  summary: "Make an API token; its secret is shown once",
  access: { scope: "account", who: "account" },
  http: [{ method: "POST", path: "/v1/me/tokens", status: 201 }],
  async run(context, { name, scopes, rooms, expiresIn }) {
    const token = newToken();
    const { info } = await context.store.write({
      kind: "create-token",
      account: context.person.id,
      by: context.tokenHash,
      token: {
        tokenHash: hashSecret(token),
        expiresAt: Date.now() + expiresIn * 1000,
        name,
        scopes: [...new Set(scopes)],
        rooms: rooms && await idsOf(context, rooms),
      },
    });
    return { token, info };
  },
};
