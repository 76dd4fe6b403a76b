/**
 * `parley-server audit`: who did what to whom on a running server.
 * @module
 */
import type { AuditEntry } from "../../shared/protocol/mod.ts";
import type { Finish } from "./command.ts";
import { AFTER, AS, command, family, LIMIT, more, page, timeOf, type Verb } from "./verbs.ts";

const VERBS: readonly Verb[] = [
  {
    usage: "list",
    description: "List what those with power did, newest first.",
    options: [
      ["--room <room>", "in this room; without it, on the server and in its public rooms"],
      ["--action <name>", "of this kind: ban, suspend, set-role, …"],
      ["--person <name>", "by this person or to them"],
      LIMIT,
      AFTER,
      AS,
    ],
    examples: ["list", "list --person mallory --json", "list --room staff --as alice"],
    ask: (_values, options) => {
      const { room, action, person } = options;
      return command(options, {
        ...(room === undefined ? { type: "audit-server" } : { type: "audit", room }),
        action,
        person,
        ...page(options),
      });
    },
    say: (result: { entries: AuditEntry[]; next?: string }) => [
      ...result.entries.map(({ at, actor, action, person, room, detail }) =>
        [
          timeOf(at),
          actor ? `@${actor.name}` : "the server",
          action,
          ...(person ? [`@${person.name}`] : []),
          ...(room ? [`in ${room}`] : []),
          ...(detail ? [`(${detail})`] : []),
        ].join(" ")
      ),
      ...more(result),
    ],
  },
];

export const auditCommand = (finish: Finish) => family("audit", VERBS, finish);
