/**
 * Closes a report: something was done about it, or nothing has to be.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Report } from "../../shared/protocol/mod.ts";
import { atLeast } from "../chat/permissions.ts";
import type { CommandContext, ServerCommand } from "./command.ts";
import { placeOf } from "./room_ref.ts";

/** True for whom the report is in a list: `reports` of its room, or `all-reports`. */
async function maySee(context: CommandContext, { room, person }: Report): Promise<boolean> {
  if (person.id === context.person.id) return false;
  if (context.administrator && context.grant === undefined) return true;
  if (room === undefined) return false;
  const place = await placeOf(context, room);
  return place.room.kind !== "direct" && atLeast(place.standing, "moderator");
}

export const resolveReport: ServerCommand<"resolve-report"> = {
  type: "resolve-report",
  summary: "Close a report",
  access: { scope: "manage", who: "account" },
  http: [{ method: "DELETE", path: "/v1/reports/:report" }],
  async run(context, input) {
    const number = /^\d{1,15}$/.test(input.report) ? Number(input.report) : 0;
    const report = await context.reader.moderation.report(number);
    if (!report || !await maySee(context, report)) {
      throw new ParleyError(
        "not-found",
        "There is no such open report, or it is not yours to see.",
      );
    }
    return await context.store.write({
      kind: "resolve-report",
      by: context.person,
      report: number,
    });
  },
};
