/**
 * `/audit`: who did what with their power in the room.
 * @module
 */
import type { AuditEntry } from "../../shared/protocol/mod.ts";
import type { Update } from "../app/effects.ts";
import type { Row } from "../app/entry.ts";
import type { AppState } from "../app/state.ts";
import { answers, ask, inRoom, misused, type SlashCommand } from "./command.ts";
import { list } from "./listing.ts";

function row({ at, actor, action, person, detail }: AuditEntry): Row {
  const whom = person ? ` ${person.name}` : "";
  return [
    { at },
    ` ${actor?.name ?? "the server"}: ${action}${whom}${detail ? `, ${detail}` : ""}`,
  ];
}

export function listAudit(state: AppState, entries: readonly AuditEntry[]): Update {
  return list(state, "Audit log, the newest first:", entries.map(row), "Nothing is noted.");
}

/** `@name` and an action, in any order; `undefined` for anything else. */
export function auditFilter(args: string): { person?: string; action?: string } | undefined {
  const words = args.split(/\s+/).filter((word) => word !== "");
  const people = words.filter((word) => word.startsWith("@")).map((word) => word.slice(1));
  const actions = words.filter((word) => !word.startsWith("@"));
  if (people.length > 1 || actions.length > 1) return undefined;
  return {
    ...(people.length > 0 && { person: people[0] }),
    ...(actions.length > 0 && { action: actions[0] }),
  };
}

export const audit: SlashCommand = {
  name: "audit",
  aliases: [],
  usage: "/audit [@name] [action]",
  help: "who did what with their power in this room: kick, ban, set-role …",
  run: (state, call) =>
    inRoom(state, (room) => {
      const filter = auditFilter(call.args);
      if (!filter) return misused(call, "It takes a name, an action, or both.");
      return ask(state, call, "audit", { room: room.id, ...filter });
    }),
  answer: answers({ "audit": (state, { entries }) => listAudit(state, entries) }),
};
