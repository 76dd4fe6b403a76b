/**
 * Shows the asker's own account.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { ownProfile } from "./own_profile.ts";

export const me: ServerCommand<"me"> = {
  type: "me",
  summary: "Your own account",
  access: { scope: "read", who: "guest" },
  http: [{ method: "GET", path: "/v1/me" }],
  run: async (context) => await ownProfile(context),
};
