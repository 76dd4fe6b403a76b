/**
 * Has the session's browser told by Web Push of what calls for its person.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { checkPushEndpoint } from "../chat/push_endpoint.ts";
import type { ServerCommand } from "./command.ts";

export const subscribePush: ServerCommand<"subscribe-push"> = {
  type: "subscribe-push",
  summary: "Have this session's browser told of mentions and direct messages by Web Push",
  access: { scope: "account", who: "account" },
  http: [{ method: "PUT", path: "/v1/me/push" }],
  async run({ pushKey, webhooksToPrivate, store, person, tokenHash }, subscription) {
    if (pushKey === undefined) {
      throw new ParleyError(
        "not-found",
        "This server sends no Web Push. Its operator can set it up: parley-server push-keys.",
      );
    }
    const { endpoint, p256dh, auth } = subscription;
    checkPushEndpoint(endpoint, webhooksToPrivate);
    return await store.write({
      kind: "subscribe-push",
      account: person.id,
      session: tokenHash,
      endpoint,
      p256dh,
      auth,
    });
  },
};
