/**
 * Opens the direct conversation with some people, found again by its members.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { ServerCommand } from "./command.ts";
import { accountOf } from "./person_ref.ts";

export const direct: ServerCommand<"direct"> = {
  type: "direct",
  summary: "The direct conversation with some people",
  access: { scope: "send", who: "guest" },
  http: [{ method: "POST", path: "/v1/direct" }],
  async run(context, input) {
    const others = await Promise.all(input.people.map((name) => accountOf(context, name)));
    const members = new Set([context.person.id, ...others.map(({ person }) => person.id)]);
    if (members.size < 2) {
      throw new ParleyError("bad-request", "A direct conversation needs somebody besides you.");
    }
    return await context.store.write({
      kind: "direct",
      person: context.person,
      members: [...members],
    });
  },
};
