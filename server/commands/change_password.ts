/**
 * Changes the asker's password, and ends everything that was opened with the old one.
 * @module
 */
import { checkPassword } from "../chat/password_rule.ts";
import type { ServerCommand } from "./command.ts";
import { checkOwnPassword } from "./own_profile.ts";

export const changePassword: ServerCommand<"change-password"> = {
  type: "change-password",
  summary: "Change your password; other sessions and all API tokens end",
  access: { scope: "account", who: "account" },
  http: [{ method: "PUT", path: "/v1/me/password" }],
  async run(context, input) {
    const { person, hasher, store, tokenHash } = context;
    checkPassword(input.new, person.name);
    const oldHash = await checkOwnPassword(context, input.old);
    return await store.write({
      kind: "change-password",
      account: person.id,
      oldHash,
      newHash: await hasher.hash(input.new),
      keep: tokenHash,
    });
  },
};
