/**
 * Shows what somebody says of themselves.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { accountOf } from "./person_ref.ts";

export const profile: ServerCommand<"profile"> = {
  type: "profile",
  summary: "What somebody says of themselves",
  access: { scope: "read", who: "guest" },
  http: [{ method: "GET", path: "/v1/people/:person" }],
  async run(context, input) {
    const { person } = await accountOf(context, input.person);
    const own = await context.reader.people.profile(person.id);
    const { bio, timeZone, createdAt } = own!;
    return { profile: { ...person, bio, timeZone, createdAt } };
  },
};
