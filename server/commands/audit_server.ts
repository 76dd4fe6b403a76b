/**
 * Reads what those with power did on the server and in its public rooms.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";
import { accountOf } from "./person_ref.ts";

export const auditServer: ServerCommand<"audit-server"> = {
  type: "audit-server",
  summary: "Who did what to whom on the server and in its public rooms, newest first",
  access: { scope: "account", who: "administrator" },
  http: [{ method: "GET", path: "/v1/audit" }],
  async run(context, input) {
    const person = input.person && (await accountOf(context, input.person)).person.id;
    const filter = { action: input.action, person };
    const page = await context.reader.moderation.audit(filter, pageQuery(input, [0]));
    return { entries: page.entries, ...nextOf(page) };
  },
};
