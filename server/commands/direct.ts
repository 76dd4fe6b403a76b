/**
 * Opens the direct conversation with some people, found again by its members.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { judgeUnlimited } from "./limited.ts";
import { circleOf } from "./person_ref.ts";

export const direct: ServerCommand<"direct"> = {
  type: "direct",
  summary: "The direct conversation with some people",
  access: { scope: "send", who: "guest" },
  http: [{ method: "POST", path: "/v1/direct" }],
  async run(context, input) {
    judgeUnlimited(context);
    return await context.store.write({
      kind: "direct",
      person: context.person,
      members: await circleOf(context, input.people),
    });
  },
};
