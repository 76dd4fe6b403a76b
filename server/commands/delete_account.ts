/**
 * Deletes the asker's account.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { ServerCommand } from "./command.ts";
import { checkOwnPassword } from "./own_profile.ts";

export const deleteAccount: ServerCommand<"delete-account"> = {
  type: "delete-account",
  summary: "Delete your account for good; your messages stay without your name, or go too",
  access: { scope: "account", who: "guest" },
  // Not DELETE /v1/me: a password needs a body, and on the way a DELETE may lose it (RFC 9110 §9.3.5).
  http: [{ method: "POST", path: "/v1/me/delete" }],
  async run(context, { password, messages }) {
    const { person, store } = context;
    let passwordHash: string | undefined;
    if (!person.guest) {
      if (password === undefined) {
        throw new ParleyError("bad-request", "Give your password to delete the account.");
      }
      passwordHash = await checkOwnPassword(context, password);
    }
    return await store.write({ kind: "delete-account", person, passwordHash, messages });
  },
};
