/**
 * Makes a code that lets people into a room.
 * @module
 */
import { hashSecret, newInvitationCode } from "../ids.ts";
import type { RoomCommand } from "./command.ts";

export const createInvitation: RoomCommand<"create-invitation"> = {
  type: "create-invitation",
  summary: "Make a code that lets people into a room",
  access: { scope: "manage", who: "account", room: "member", kinds: ["public", "private"] },
  http: [{ method: "POST", path: "/v1/rooms/:room/invitations", status: 201 }],
  async run({ store, person }, { uses, expiresIn }, { room }) {
    const code = newInvitationCode();
    const { invitation } = await store.write({
      kind: "create-invitation",
      person,
      room: room.id,
      codeHash: hashSecret(code),
      uses,
      expiresAt: Date.now() + expiresIn * 1000,
    });
    return { code, invitation };
  },
};
