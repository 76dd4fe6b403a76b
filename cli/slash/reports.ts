/**
 * `/reports` and `/resolve`: what people found unbearable.
 * @module
 */
import type { Report } from "../../shared/protocol/mod.ts";
import { tell, type Update } from "../app/effects.ts";
import type { Row } from "../app/entry.ts";
import type { AppState } from "../app/state.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { list } from "./listing.ts";

function row({ id, by, at, person, reason, seq, text }: Report): Row {
  const what = text === undefined ? "" : ` – ${person.name}${seq ? ` #${seq}` : ""}: “${text}”`;
  return [`${id}  `, { at }, ` ${by.name} about ${person.name}: ${reason}${what}`];
}

export function listReports(state: AppState, reports: readonly Report[]): Update {
  const title = "Open reports (/resolve id):";
  return list(state, title, reports.map(row), "There are no open reports.");
}

export const reports: SlashCommand = {
  name: "reports",
  aliases: [],
  usage: "/reports",
  help: "what was reported in this room and is not resolved",
  run: (state, call) => inRoom(state, (room) => ask(state, call, "reports", { room: room.id })),
  answer: answers({ "reports": (state, { reports }) => listReports(state, reports) }),
};

export const resolve: SlashCommand = {
  name: "resolve",
  aliases: [],
  usage: "/resolve id",
  help: "closes a report that is dealt with",
  run(state, call) {
    const report = call.args.trim();
    if (report === "" || /\s/.test(report)) return misused(call, "It takes a report's id.");
    return ask(state, call, "resolve-report", { report });
  },
  answer: answers({ "resolve-report": (state) => tell(state, "info", "The report is closed.") }),
};
