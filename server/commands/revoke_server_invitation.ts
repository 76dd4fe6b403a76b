/**
 * Ends an invitation to the server: its code registers nobody any more.
 * @module
 */
import type { ServerCommand } from "./command.ts";

export const revokeServerInvitation: ServerCommand<"revoke-server-invitation"> = {
  type: "revoke-server-invitation",
  summary: "End a code by which people can register",
  access: { scope: "account", who: "administrator" },
  http: [{ method: "DELETE", path: "/v1/invitations/:invitation" }],
  async run({ store, person }, { invitation }) {
    return await store.write({ kind: "revoke-server-invitation", by: person.id, invitation });
  },
};
