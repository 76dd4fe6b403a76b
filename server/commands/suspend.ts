/**
 * Shuts an account out of the server.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { accountOf } from "./person_ref.ts";

export const suspend: ServerCommand<"suspend"> = {
  type: "suspend",
  summary: "Shut an account out of the server; a guest's address too",
  access: { scope: "account", who: "administrator" },
  http: [{ method: "PUT", path: "/v1/suspensions/:person" }],
  async run(context, input) {
    const { person } = await accountOf(context, input.person);
    return await context.store.write({
      kind: "suspend",
      actor: context.person,
      person,
      seconds: input.for,
      reason: input.reason,
    });
  },
};
