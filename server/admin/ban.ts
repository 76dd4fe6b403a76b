/**
 * `parley-server ban`: who is kept out of a room, or of the server.
 * @module
 */
import type { Ban } from "../../shared/protocol/mod.ts";
import type { Finish } from "./command.ts";
import {
  AFTER,
  AS,
  command,
  family,
  FOR,
  LIMIT,
  more,
  page,
  REASON,
  secondsOf,
  timeOf,
  type Verb,
} from "./verbs.ts";

function lineOf({ person, by, at, until, reason }: Ban): string {
  const end = until === undefined ? "for ever" : `until ${timeOf(until)}`;
  const who = `@${person.name.padEnd(24)} ${timeOf(at)}  ${end}  by @${by.name}`;
  return reason ? `${who}: ${reason}` : who;
}

const VERBS: readonly Verb[] = [
  {
    usage: "list [room]",
    description: "List who is kept out of a room; without one, out of the server.",
    options: [LIMIT, AFTER, AS],
    examples: ["list", "list lobby"],
    ask: ([room], options) =>
      command(
        options,
        room === undefined
          ? { type: "suspensions", ...page(options) }
          : { type: "bans", room, ...page(options) },
      ),
    say: (result: { bans: Ban[]; next?: string }) => [...result.bans.map(lineOf), ...more(result)],
  },
  {
    usage: "add <room> <person>",
    description: "Put somebody out of a room, and keep them out.",
    options: [FOR, REASON, AS],
    examples: ["add lobby mallory --for 1d --reason flooding"],
    ask: ([room, person], options) =>
      command(options, {
        type: "ban",
        room,
        person,
        for: secondsOf(options.for, "--for"),
        reason: options.reason,
      }),
    say: (_result, { request }) => [
      `@${request.person.replace(/^@/, "")} is kept out of #${request.room.replace(/^#/, "")}.`,
    ],
  },
  {
    usage: "remove <room> <person>",
    description: "Let somebody into a room again.",
    options: [AS],
    examples: ["remove lobby mallory"],
    ask: ([room, person], options) => command(options, { type: "unban", room, person }),
    say: (_result, { request }) => [
      `@${request.person.replace(/^@/, "")} may enter #${request.room.replace(/^#/, "")} again.`,
    ],
  },
];

export const banCommand = (finish: Finish) => family("ban", VERBS, finish);
