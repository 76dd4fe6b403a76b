/**
 * Lets an account back onto the server.
 * @module
 */
import { bannedPerson } from "./banned_person.ts";
import type { ServerCommand } from "./command.ts";

export const unsuspend: ServerCommand<"unsuspend"> = {
  type: "unsuspend",
  summary: "Let an account back onto the server",
  access: { scope: "account", who: "administrator" },
  http: [{ method: "DELETE", path: "/v1/suspensions/:person" }],
  async run(context, input) {
    const person = await bannedPerson(context, "", input.person);
    return await context.store.write({ kind: "unsuspend", actor: context.person, person });
  },
};
