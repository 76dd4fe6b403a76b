/**
 * Enters the room that an invitation's code is for.
 * @module
 */
import { hashSecret, readInvitationCode } from "../ids.ts";
import type { ServerCommand } from "./command.ts";
import { judgeUnlimited } from "./limited.ts";

export const acceptInvitation: ServerCommand<"accept-invitation"> = {
  type: "accept-invitation",
  summary: "Enter the room that an invitation's code is for",
  access: { scope: "manage", who: "guest" },
  // The code is a secret: it stays out of paths, which proxies write down.
  http: [{ method: "POST", path: "/v1/invitations/accept" }],
  async run(context, { code }) {
    judgeUnlimited(context);
    return await context.store.write({
      kind: "accept-invitation",
      person: context.person,
      codeHash: hashSecret(readInvitationCode(code)),
    });
  },
};
