/**
 * Lists the asker's API tokens, without their secrets.
 * @module
 */
import { PEOPLE_KEYS } from "../store/readers/people.ts";
import type { ServerCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const tokens: ServerCommand<"tokens"> = {
  type: "tokens",
  summary: "Your API tokens, newest first",
  access: { scope: "account", who: "account" },
  http: [{ method: "GET", path: "/v1/me/tokens" }],
  async run({ reader, person }, input) {
    const page = await reader.people.tokens(person.id, pageQuery(input, PEOPLE_KEYS.sessions));
    return { tokens: page.entries, ...nextOf(page) };
  },
};
