/**
 * Lists the open reports of the whole server, with the reported texts of private rooms too.
 * @module
 */
import type { ServerCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const allReports: ServerCommand<"all-reports"> = {
  type: "all-reports",
  summary: "The server's open reports, newest first",
  access: { scope: "account", who: "administrator" },
  http: [{ method: "GET", path: "/v1/reports" }],
  async run(context, input) {
    const filter = { asker: context.person.id };
    const page = await context.reader.moderation.reports(filter, pageQuery(input, [0]));
    return { reports: page.entries, ...nextOf(page) };
  },
};
