/**
 * `/admin`: what administrators of the server do.
 * @module
 */
import { print, tell, type Update } from "../app/effects.ts";
import type { AppState } from "../app/state.ts";
import { auditFilter, listAudit } from "./audit.ts";
import { banRow } from "./ban.ts";
import { answers, ask, type Call, misused, type Refusal, type SlashCommand } from "./command.ts";
import { limitsOf } from "./link.ts";
import { list, untilWhen } from "./listing.ts";
import { takePerson, takeWord } from "./parse.ts";
import { listReports } from "./reports.ts";

/** What follows `/admin`, and what it does with the rest of the line. */
const DEEDS: Readonly<
  Record<string, (state: AppState, call: Call, rest: string) => Update | Refusal>
> = {
  add: (state, call, rest) => setAdministrator(state, call, rest, true),
  remove: (state, call, rest) => setAdministrator(state, call, rest, false),
  invite(state, call, rest) {
    const { word, rest: invitation } = takeWord(rest);
    if (word === "revoke") {
      return invitation === ""
        ? misused(call, "It takes the id that the code was shown with.")
        : ask(state, call, "revoke-server-invitation", { invitation });
    }
    const limit = limitsOf(rest.split(/\s+/).filter((word) => word !== ""));
    return limit
      ? ask(state, call, "create-server-invitation", limit)
      : misused(call, "It takes how many people, and a time such as 12h or 7d.");
  },
  reports: (state, call) => ask(state, call, "all-reports", {}),
  audit(state, call, rest) {
    const filter = auditFilter(rest);
    return filter
      ? ask(state, call, "audit-server", filter)
      : misused(call, "It takes a name, an action, or both.");
  },
  suspensions: (state, call) => ask(state, call, "suspensions", {}),
};

export const admin: SlashCommand = {
  name: "admin",
  aliases: [],
  usage:
    "/admin add/remove @name, /admin invite [uses] [time] or revoke id, /admin reports/suspensions, " +
    "/admin audit [@name] [action]",
  help:
    "for administrators: who they are, codes to register with, reports, audit log, who is shut out",
  run(state, call) {
    const { word, rest } = takeWord(call.args);
    const deed = Object.hasOwn(DEEDS, word) ? DEEDS[word] : undefined;
    return deed ? deed(state, call, rest) : misused(call, "Say what to do.");
  },
  answer: answers({
    "set-administrator": (state, _, { input: { person, on } }) =>
      tell(
        state,
        "info",
        `${person} is ${on ? "an administrator now" : "no administrator any more"}.`,
      ),
    "create-server-invitation": (state, { code, id, expiresAt }) =>
      print(state, {
        kind: "list",
        title: `Code to register with (/admin invite revoke ${id}):`,
        rows: [[`parley --invitation ${code}`], ["good", ...untilWhen(expiresAt)]],
      }),
    "revoke-server-invitation": (state) =>
      tell(state, "info", "That code lets nobody register any more."),
    "all-reports": (state, { reports }) => listReports(state, reports),
    "audit-server": (state, { entries }) => listAudit(state, entries),
    "suspensions": (state, { bans }) =>
      list(state, "Shut out (/unsuspend @name):", bans.map(banRow), "Nobody is shut out."),
  }),
};

function setAdministrator(
  state: AppState,
  call: Call,
  args: string,
  on: boolean,
): Update | Refusal {
  const { person, rest } = takePerson(args);
  if (person === "" || rest !== "") return misused(call, "It takes a name.");
  return ask(state, call, "set-administrator", { person, on });
}
