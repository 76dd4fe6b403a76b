/**
 * Logs the asker out somewhere.
 * @module
 */
import type { ServerCommand } from "./command.ts";

export const revokeSession: ServerCommand<"revoke-session"> = {
  type: "revoke-session",
  summary: "End one of your sessions",
  access: { scope: "account", who: "guest" },
  http: [{ method: "DELETE", path: "/v1/me/sessions/:session" }],
  async run({ store, person }, { session }) {
    return await store.write({ kind: "revoke-session", account: person.id, session });
  },
};
