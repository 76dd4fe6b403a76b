/**
 * Lists where the asker is logged in.
 * @module
 */
import { PEOPLE_KEYS } from "../store/readers/people.ts";
import type { ServerCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const sessions: ServerCommand<"sessions"> = {
  type: "sessions",
  summary: "Where you are logged in, newest first",
  access: { scope: "account", who: "guest" },
  http: [{ method: "GET", path: "/v1/me/sessions" }],
  async run({ reader, person, tokenHash }, input) {
    const query = pageQuery(input, PEOPLE_KEYS.sessions);
    const page = await reader.people.sessions(person.id, tokenHash, query);
    return { sessions: page.entries, ...nextOf(page) };
  },
};
