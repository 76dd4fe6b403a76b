/**
 * Ends one of the asker's API tokens.
 * @module
 */
import type { ServerCommand } from "./command.ts";

export const revokeToken: ServerCommand<"revoke-token"> = {
  type: "revoke-token",
  summary: "End one of your API tokens",
  access: { scope: "account", who: "account" },
  http: [{ method: "DELETE", path: "/v1/me/tokens/:token" }],
  async run({ store, person }, { token }) {
    return await store.write({ kind: "revoke-token", account: person.id, token });
  },
};
