/**
 * Changes the asker's name. The old one stays theirs.
 * @module
 */
import { parseName } from "../../shared/names.ts";
import type { ServerCommand } from "./command.ts";
import { ownProfile } from "./own_profile.ts";

export const rename: ServerCommand<"rename"> = {
  type: "rename",
  summary: "Change your name; nobody else can take the old one",
  access: { scope: "account", who: "account" },
  http: [{ method: "PUT", path: "/v1/me/name" }],
  async run(context, input) {
    const name = parseName(input.name, "name");
    await context.store.write({ kind: "rename", account: context.person.id, name });
    return await ownProfile(context);
  },
};
