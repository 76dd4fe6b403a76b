/**
 * The subcommands for scripts, against the real server; and that each of their routes is the server's.
 * @module
 */
import assert from "node:assert/strict";
import { ROUTES } from "../../shared/net/routes.ts";
import type { Prompter } from "../../cli/session/prompter.ts";
import { COMMANDS } from "../../server/commands/table.ts";
import type { RequestType } from "../../shared/protocol/mod.ts";
import { type Account, freshName, logIn, PASSWORD, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { eventually } from "../support/wait.ts";
import { jsonOf as lines, runParley } from "./run_parley.ts";

const server = serverOfFile();

/** Runs a command line as this account. @returns what it printed. @throws if it failed. */
async function parley(account: Account, ...args: string[]): Promise<string> {
  const prompter = answers("a new password", "a new password");
  const { code, out, errors } = await runParley(server().url, account, args, { prompter });
  if (code !== 0) throw new Error(`${code}: ${errors.join(" ")}`);
  return out;
}

function answers(...given: string[]): Prompter {
  const all = [PASSWORD, ...given];
  return { password: () => Promise.resolve(all.shift()) } as unknown as Prompter;
}

Deno.test("each route that the client knows is one of the server's", () => {
  for (const [name, route] of Object.entries(ROUTES)) {
    const type = name.replace("-anywhere", "") as RequestType;
    const routes = COMMANDS[type]!.http.map(({ method, path }) => `${method} ${path}`);
    assert.ok(routes.includes(`${route.method} ${route.path}`), name);
    if ("off" in route) assert.ok(routes.includes(`${route.off} ${route.path}`), name);
  }
});

Deno.test("messages are sent, found, changed, reacted to, marked as read and taken back", async () => {
  const alice = await register(server().url, freshName("alice"));
  const room = ["--room", freshName("room")];
  const word = freshName("word");
  const [{ seq }] = lines(await parley(alice, "send", "--json", ...room, "hello", word));
  const at = [...room, "--seq", String(seq), "--json"];
  await parley(alice, "react", "👍", ...at);
  await parley(alice, "react", "🎉", ...at);
  await parley(alice, "react", "🎉", "--off", ...at);
  await parley(alice, "edit", ...at, "hello", "again", word);
  const history = await parley(alice, "history", ...room);
  assert.match(history, new RegExp(`hello again ${word} {2}\\(edited\\) 👍 1\n`));
  const found = async () => (await parley(alice, "search", word)).includes(`again ${word}`);
  await eventually(found, "the index to have it");
  const [read] = lines(await parley(alice, "read", ...room, "--json"));
  assert.deepEqual([read.unread, read.mentions], [0, 0]);
  await parley(alice, "delete", ...at);
  assert.match(await parley(alice, "history", ...room), /\(deleted\)/);
  const types = lines(await parley(alice, "export")).map(({ type }) => type);
  assert.deepEqual([types.includes("profile"), types.includes("room")], [true, true]);
});

Deno.test("rooms and people are listed by what one asks for", async () => {
  const alice = await register(server().url, freshName("alice"));
  const bob = await register(server().url, freshName("bob"));
  const room = freshName("room");
  await parley(alice, "send", "--room", room, "hello");
  assert.match(await parley(bob, "rooms", "--query", room), new RegExp(`^#${room} {2}1 member\n$`));
  assert.doesNotMatch(await parley(bob, "rooms", "--mine"), new RegExp(room));
  assert.equal(await parley(alice, "people", bob.name, "--limit", "1"), `${bob.name}\n`);
  await parley(alice, "invite", bob.name, "--room", room);
  assert.match(await parley(bob, "rooms", "--mine"), new RegExp(`${room}.*you too`));
  const code = await parley(alice, "invite", "--room", room, "--uses", "1", "--expires", "1h");
  assert.match(code, /^\S+\n$/);
});

Deno.test("the profile, sessions, tokens and the password are one's own", async () => {
  const alice = await register(server().url, freshName("alice"));
  const [me] = lines(await parley(alice, "whoami", "--json"));
  assert.equal(me.name, alice.name);
  const token = (await parley(alice, "token", "create", "ci", "--scopes", "read")).trim();
  const bot = { ...alice, token };
  assert.match(await parley(bot, "rooms"), /#lobby/);
  await assert.rejects(parley(bot, "send", "--room", "lobby", "hello"), /^Error: 4:/);
  const [{ id }] = lines(await parley(alice, "token", "list", "--json"));
  await parley(alice, "token", "revoke", id);
  await assert.rejects(parley(bot, "rooms"), /^Error: 4:/);
  const other = await logIn(server().url, alice.name);
  const sessions = lines(await parley(alice, "sessions", "--json"));
  const others = sessions.filter(({ current }) => !current);
  assert.equal(others.length, 1);
  await parley(alice, "sessions", "--revoke", others[0].id);
  await assert.rejects(parley(other, "whoami"), /^Error: 4:/);
  assert.equal(await parley(alice, "password"), "The password is changed.\n");
});
