/**
 * Logs the asker out everywhere else.
 * @module
 */
import type { ServerCommand } from "./command.ts";

export const revokeOtherSessions: ServerCommand<"revoke-other-sessions"> = {
  type: "revoke-other-sessions",
  summary: "End all your sessions but this one",
  access: { scope: "account", who: "guest" },
  http: [{ method: "DELETE", path: "/v1/me/sessions" }],
  async run({ store, person, tokenHash }) {
    const account = person.id;
    return await store.write({ kind: "revoke-other-sessions", account, keep: tokenHash });
  },
};
