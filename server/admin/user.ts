/**
 * `parley-server user`: accounts of a running server.
 * @module
 */
import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import process from "node:process";
import { ParleyError } from "../../shared/errors.ts";
import type { Person, Profile } from "../../shared/protocol/mod.ts";
import type { Finish } from "./command.ts";
import {
  AFTER,
  AS,
  command,
  family,
  FOR,
  LIMIT,
  more,
  type Options,
  page,
  REASON,
  secondsOf,
  timeOf,
  type Verb,
} from "./verbs.ts";

const PASSWORD = [
  "--password-stdin",
  "read the password from standard input; without it, one is made and printed",
] as const;

/** A line of standard input, or a password of 120 random bits. */
async function passwordOf({ passwordStdin }: Options): Promise<string> {
  if (!passwordStdin) return randomBytes(15).toString("base64url");
  const password = (await text(process.stdin)).replace(/\r?\n$/, "");
  if (password !== "") return password;
  throw new ParleyError("bad-request", "Standard input is empty; expected the password there.");
}

function lineOf(person: Person): string {
  const { name, display, guest, bot } = person;
  const kind = guest ? "guest" : bot ? "bot" : "account";
  return `@${name.padEnd(24)} ${kind.padEnd(8)} ${display ?? ""}`.trimEnd();
}

const VERBS: readonly Verb[] = [
  {
    usage: "list [name]",
    description: "List people by name, or those whose name has this in it.",
    options: [LIMIT, AFTER],
    examples: ["list", "list ali --json"],
    ask: ([query = ""], options) => ({ op: "users", query, ...page(options) }),
    say: (result: { people: Person[]; next?: string }) => [
      ...result.people.map(lineOf),
      ...more(result),
    ],
  },
  {
    usage: "show <person>",
    description: "Show what an account says of itself.",
    options: [AS],
    examples: ["show alice"],
    ask: ([person], options) => command(options, { type: "profile", person }),
    say: ({ profile }: { profile: Profile }) => [
      lineOf(profile),
      `  id       ${profile.id}`,
      `  since    ${timeOf(profile.createdAt)}`,
      ...(profile.bio ? [`  bio      ${profile.bio}`] : []),
    ],
  },
  {
    usage: "create <name>",
    description: "Make an account, whatever --registration says.",
    options: [PASSWORD],
    examples: ["create alice", "create bot --password-stdin < secret.txt"],
    ask: async ([name], options) => ({
      op: "create-user",
      name,
      password: await passwordOf(options),
    }),
    say: ({ person }: { person: Person }, { password }) => [
      `Made @${person.name}. Password: ${password}`,
    ],
  },
  {
    usage: "password <person>",
    description: "Give an account another password; its sessions and API tokens end.",
    options: [PASSWORD],
    examples: ["password alice", "password alice --password-stdin < secret.txt"],
    ask: async ([name], options) => ({
      op: "set-password",
      name,
      password: await passwordOf(options),
    }),
    say: ({ person }: { person: Person }, { password }) => [
      `@${person.name} has another password: ${password}`,
    ],
  },
  {
    usage: "suspend <person>",
    description: "Shut an account out of the server; a guest's address too.",
    options: [FOR, REASON, AS],
    examples: ["suspend mallory --for 7d --reason spam"],
    ask: ([person], options) =>
      command(options, {
        type: "suspend",
        person,
        for: secondsOf(options.for, "--for"),
        reason: options.reason,
      }),
    say: (_result, { request }) => [`@${request.person.replace(/^@/, "")} is suspended.`],
  },
  {
    usage: "unsuspend <person>",
    description: "Let an account in again.",
    options: [AS],
    examples: ["unsuspend mallory"],
    ask: ([person], options) => command(options, { type: "unsuspend", person }),
    say: (_result, { request }) => [`@${request.person.replace(/^@/, "")} may come in again.`],
  },
  {
    usage: "promote <person>",
    description: "Make an account an administrator of the server.",
    options: [AS],
    examples: ["promote alice"],
    ask: ([person], options) => command(options, { type: "set-administrator", person, on: true }),
    say: (_result, { request }) => [`@${request.person.replace(/^@/, "")} is an administrator.`],
  },
  {
    usage: "demote <person>",
    description: "Take that back.",
    options: [AS],
    examples: ["demote alice"],
    ask: ([person], options) => command(options, { type: "set-administrator", person, on: false }),
    say: (_result, { request }) => [
      `@${request.person.replace(/^@/, "")} is no administrator any more.`,
    ],
  },
  {
    usage: "delete <person>",
    description: "Delete an account for good; its messages stay without its name.",
    options: [["--erase-messages", "erase its messages, too"]],
    examples: ["delete mallory", "delete mallory --erase-messages"],
    ask: ([name], { eraseMessages }) => ({
      op: "delete-user",
      name,
      messages: eraseMessages ? "erase" : "keep",
    }),
    say: ({ person }: { person: Person }) => [`@${person.name} is deleted.`],
  },
];

export const userCommand = (finish: Finish) => family("user", VERBS, finish);
