/**
 * `parley-server invite`: invitations to a running server, and to its rooms.
 * @module
 */
import type { Invitation } from "../../shared/protocol/mod.ts";
import type { AnyInvitation } from "../store/readers/rooms.ts";
import type { Finish } from "./command.ts";
import {
  AFTER,
  AS,
  command,
  family,
  LIMIT,
  more,
  page,
  secondsOf,
  timeOf,
  type Verb,
  wholeOf,
} from "./verbs.ts";

/** @param where says to what it invites. */
function lineOf({ id, room, by, usesLeft, expiresAt }: AnyInvitation, where: boolean): string {
  const place = where ? `${room === undefined ? "the server" : `#${room}`}`.padEnd(25) : "";
  const maker = by === undefined ? "the server" : `@${by.name}`;
  const uses = `${String(usesLeft).padStart(3)} left`;
  return `${place}${id.padEnd(17)}  ${uses}  until ${timeOf(expiresAt)}  by ${maker}`;
}

const VERBS: readonly Verb[] = [
  {
    usage: "create",
    description: "Make a code by which people can register, or enter a room.",
    options: [
      ["--uses <n>", "for so many people"],
      ["--for <time>", "for so long: 12h, 7d"],
      ["--room <room>", "into this room, for people who have an account"],
      AS,
    ],
    examples: ["create --uses 5 --for 7d", "create --room staff --as alice"],
    ask: (_values, options) => {
      const uses = options.uses === undefined ? undefined : wholeOf(options.uses, "--uses");
      const expiresIn = secondsOf(options.for, "--for");
      return options.room === undefined
        ? command(options, { type: "create-server-invitation", uses, expiresIn })
        : command(options, { type: "create-invitation", room: options.room, uses, expiresIn });
    },
    say: (
      { code, expiresAt, invitation }: {
        code: string;
        expiresAt?: number;
        invitation?: Invitation;
      },
    ) => [`${code}  until ${timeOf(expiresAt ?? invitation!.expiresAt)}`],
  },
  {
    usage: "list [room]",
    description:
      "List the invitations that are good, without their codes: to a room, or to the server and all rooms.",
    options: [LIMIT, AFTER, AS],
    examples: ["list", "list staff --as alice"],
    ask: ([room], options) =>
      room === undefined
        ? { op: "invitations", ...page(options) }
        : command(options, { type: "invitations", room, ...page(options) }),
    say: (result: { invitations: AnyInvitation[]; next?: string }, { request }) => [
      ...result.invitations.map((each) => lineOf(each, request === undefined)),
      ...more(result),
    ],
  },
  {
    usage: "revoke <id>",
    description: "End an invitation: to the server, or to a room.",
    options: [["--room <room>", "one to this room"], AS],
    examples: ["revoke I0123456789ABCDEF", "revoke I0123456789ABCDEF --room staff --as alice"],
    ask: ([invitation], options) =>
      options.room === undefined
        ? command(options, { type: "revoke-server-invitation", invitation })
        : command(options, { type: "revoke-invitation", room: options.room, invitation }),
    say: (_result, { request }) => [`${request.invitation} lets nobody in any more.`],
  },
];

export const inviteCommand = (finish: Finish) => family("invite", VERBS, finish);
