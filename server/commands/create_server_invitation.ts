/**
 * Makes a code by which people can register where that needs one.
 * @module
 */
import { hashSecret, newInvitationCode } from "../ids.ts";
import type { ServerCommand } from "./command.ts";

export const createServerInvitation: ServerCommand<"create-server-invitation"> = {
  type: "create-server-invitation",
  summary: "Make a code by which people can register",
  access: { scope: "account", who: "administrator" },
  http: [{ method: "POST", path: "/v1/invitations", status: 201 }],
  async run(context, { uses, expiresIn }) {
    const code = newInvitationCode();
    const expiresAt = Date.now() + expiresIn * 1000;
    const { id } = await context.store.write({
      kind: "invite-to-server",
      by: context.person.id,
      codeHash: hashSecret(code),
      uses,
      expiresAt,
    });
    return { code, id, expiresAt };
  },
};
