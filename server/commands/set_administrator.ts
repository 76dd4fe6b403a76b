/**
 * Makes somebody an administrator of the server, or no longer.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { accountOf } from "./person_ref.ts";

export const setAdministrator: ServerCommand<"set-administrator"> = {
  type: "set-administrator",
  summary: "Make somebody an administrator of the server, or no longer",
  access: { scope: "account", who: "administrator" },
  http: [
    { method: "PUT", path: "/v1/administrators/:person", fixed: { on: true } },
    { method: "DELETE", path: "/v1/administrators/:person", fixed: { on: false } },
  ],
  async run(context, input) {
    const { person } = await accountOf(context, input.person);
    return await context.store.write({
      kind: "set-administrator",
      actor: context.person,
      person,
      on: input.on,
    });
  },
};
