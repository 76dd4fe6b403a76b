/**
 * Ends the Web Push of the session's browser.
 * @module
 */
import type { ServerCommand } from "./command.ts";

export const unsubscribePush: ServerCommand<"unsubscribe-push"> = {
  type: "unsubscribe-push",
  summary: "End this session's Web Push",
  access: { scope: "account", who: "account" },
  http: [{ method: "DELETE", path: "/v1/me/push" }],
  run: ({ store, tokenHash }) => store.write({ kind: "unsubscribe-push", session: tokenHash }),
};
