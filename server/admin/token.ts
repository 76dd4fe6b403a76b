/**
 * `parley-server token`: API tokens of the accounts of a running server.
 * @module
 */
import type { TokenInfo } from "../../shared/protocol/mod.ts";
import type { Finish } from "./command.ts";
import {
  AFTER,
  command,
  family,
  LIMIT,
  more,
  page,
  secondsOf,
  timeOf,
  type Verb,
} from "./verbs.ts";

function lineOf({ id, name, scopes, expiresAt, lastSeenAt }: TokenInfo): string {
  const times = `seen ${timeOf(lastSeenAt)}, until ${timeOf(expiresAt)}`;
  return `${id}  ${name.padEnd(20)} ${scopes.join(",").padEnd(16)} ${times}`;
}

const VERBS: readonly Verb[] = [
  {
    usage: "list <person>",
    description: "List the API tokens of an account, without their secrets.",
    options: [LIMIT, AFTER],
    examples: ["list bot"],
    ask: ([as], options) => command({ as }, { type: "tokens", ...page(options) }),
    say: (result: { tokens: TokenInfo[]; next?: string }) => [
      ...result.tokens.map(lineOf),
      ...more(result),
    ],
  },
  {
    usage: "create <person> <name>",
    description: "Make an API token of an account, and print it: this once.",
    options: [
      ["--scope <list>", "what it may do: read, send, manage, with commas (read,send)"],
      ["--room <list>", "in these rooms alone, with commas"],
      ["--for <time>", "for so long: 30d"],
    ],
    examples: [
      "create bot ci --scope send --room builds",
      "create bot backup --scope read --for 1w",
    ],
    ask: ([as, name], { scope, room, for: time }) =>
      command({ as }, {
        type: "create-token",
        name,
        scopes: String(scope ?? "read,send").split(","),
        rooms: room === undefined ? undefined : String(room).split(","),
        expiresIn: secondsOf(time, "--for"),
      }),
    say: ({ token, info }: { token: string; info: TokenInfo }) => [token, lineOf(info)],
  },
  {
    usage: "revoke <person> <id>",
    description: "End an API token of an account.",
    examples: ["revoke bot T0123456789ABCDEF"],
    ask: ([as, token]) => command({ as }, { type: "revoke-token", token }),
    say: (_result, { request }) => [`${request.token} is worth nothing any more.`],
  },
];

export const tokenCommand = (finish: Finish) => family("token", VERBS, finish);
