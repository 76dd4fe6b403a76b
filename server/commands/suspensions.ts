/**
 * Lists who is shut out of the server.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const suspensions: ServerCommand<"suspensions"> = {
  type: "suspensions",
  summary: "Who is shut out of the server, newest first",
  access: { scope: "account", who: "administrator" },
  http: [{ method: "GET", path: "/v1/suspensions" }],
  async run(context, input) {
    const query = pageQuery(input, [0, ""]);
    const page = await context.reader.moderation.bans("", Date.now(), query);
    return { bans: page.entries, ...nextOf(page) };
  },
};
