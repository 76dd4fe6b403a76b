import assert from "node:assert/strict";
import type { Hook } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, readLog, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

interface Made {
  hook: Hook;
  path: string;
}

function createHook(client: TestClient, room: string, name = "CI"): Promise<Made> {
  return client.request("create-incoming-hook", { room, name });
}

const JSON_TYPE = { "content-type": "application/json" };

/** Posts to a webhook's URL; a text as JSON, unless `headers` say otherwise. */
async function post(
  path: string,
  body: string | URLSearchParams,
  headers: HeadersInit = typeof body === "string" ? JSON_TYPE : {},
) {
  const response = await fetch(server().url + path, { method: "POST", body, headers });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  const code = type.includes("json") ? JSON.parse(text).code : undefined;
  return { status: response.status, type, text, code };
}

/** Texts of a room's messages. */
async function textsOf(account: Account, room: string): Promise<string[]> {
  const log = await readLog(server().url, account.token, room);
  return log.flatMap((event) => event.kind === "message" ? [event.text] : []);
}

Deno.test("what is sent to an incoming webhook is a message by the webhook, which is a bot", async () => {
  await using alice = await connect(await newAccount("alice"));
  const { room } = await alice.request("join", { room: freshName("builds") });
  const { hook, path } = await createHook(alice, room.id, "Build server");
  assert.deepEqual([hook.kind, hook.room, hook.name], ["incoming", room.id, "Build server"]);
  const body = JSON.stringify({ text: "Build 42 passed.", username: alice.welcome.you.name });
  const { status, type, text } = await post(path, body);
  assert.deepEqual([status, text], [200, "ok"]);
  assert.match(type, /^text\/plain/);
  await alice.reaches(room.id, 3);
  const event = alice.events.get(room.id)!.at(-1)!;
  assert.ok(event.kind === "message");
  assert.equal(event.text, "Build 42 passed.");
  assert.deepEqual({ ...event.author, id: "" }, { id: "", name: "Build server", bot: true });
});

Deno.test("a message comes as JSON, as a form whose payload is JSON, or as plain text", async () => {
  const account = await newAccount("alice");
  await using alice = await connect(account);
  const { room } = await alice.request("join", { room: freshName("builds") });
  const { path } = await createHook(alice, room.id);
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const blocks = { text: "json", blocks: [{}], icon_emoji: ":ghost:", unfurl_links: false };
  assert.equal((await post(path, JSON.stringify(blocks))).status, 200);
  const payload = new URLSearchParams({ payload: JSON.stringify({ text: "form & more" }) });
  assert.equal((await post(path, payload)).status, 200);
  assert.equal((await post(path, '{"text":"curl -d"}', form)).status, 200);
  const plain = { "content-type": "text/plain; charset=utf-8" };
  assert.equal((await post(path, "two\nlines", plain)).status, 200);
  assert.deepEqual(await textsOf(account, room.id), [
    "json",
    "form & more",
    "curl -d",
    "two\nlines",
  ]);
});

Deno.test("what is no message is refused with problem details", async () => {
  await using alice = await connect(await newAccount("alice"));
  const { room } = await alice.request("join", { room: freshName("builds") });
  const { path } = await createHook(alice, room.id);
  const bodies: Record<string, string> = {
    "": "bad-request",
    "hello": "bad-request",
    "{}": "bad-request",
    "null": "bad-request",
    '{"text":""}': "bad-request",
    '{"text":7}': "bad-request",
    [JSON.stringify({ text: "x".repeat(8193) })]: "too-large",
  };
  for (const [body, code] of Object.entries(bodies)) {
    const answer = await post(path, body);
    assert.deepEqual([answer.code, answer.type], [code, "application/problem+json"], body);
  }
});

Deno.test("a wrong secret, an unknown webhook and a deleted one are the same: there is none", async () => {
  const account = await newAccount("alice");
  await using alice = await connect(account);
  const { room } = await alice.request("join", { room: freshName("builds") });
  const { hook, path } = await createHook(alice, room.id);
  const body = '{"text":"hi"}';
  assert.equal((await post(path, body)).status, 200);
  const wrong = await post(`/v1/hooks/${hook.id}/${"x".repeat(43)}`, body);
  const unknown = await post(path.replace(hook.id, "H0000000000000000"), body);
  await alice.request("delete-hook", { room: room.id, hook: hook.id });
  const deleted = await post(path, body);
  assert.equal(wrong.status, 404);
  assert.deepEqual([unknown, deleted], [wrong, wrong]);
  // What it wrote stays, and by whom.
  const last = (await readLog(server().url, account.token, room.id)).at(-1);
  assert.deepEqual([last.text, last.author.name, last.author.bot], ["hi", "CI", true]);
  await assert.rejects(alice.request("delete-hook", { room: room.id, hook: hook.id }), {
    code: "not-found",
  });
});

Deno.test("a request that is repeated with its Idempotency-Key writes once", async () => {
  const account = await newAccount("alice");
  await using alice = await connect(account);
  const { room } = await alice.request("join", { room: freshName("builds") });
  const { path } = await createHook(alice, room.id);
  for (const key of ["build-1", "build-1", "build-2"]) {
    const headers = { ...JSON_TYPE, "idempotency-key": key };
    assert.equal((await post(path, JSON.stringify({ text: key }), headers)).text, "ok");
  }
  assert.deepEqual(await textsOf(account, room.id), ["build-1", "build-2"]);
});

Deno.test("a webhook may send as much as a person, and is asked to wait beyond that", async () => {
  await using alice = await connect(await newAccount("alice"));
  const { room } = await alice.request("join", { room: freshName("builds") });
  const { path } = await createHook(alice, room.id);
  const posts = Array.from({ length: 120 }, () => post(path, '{"text":"flood"}'));
  const codes = (await Promise.all(posts)).map(({ status, code }) => `${status} ${code}`);
  assert.deepEqual(new Set(codes), new Set(["200 undefined", "429 rate-limited"]));
  // Its maker has an allowance of its own.
  await alice.say(room.id, "still here");
});

Deno.test("the webhook's bot is nobody whom one could find, count or write to", async () => {
  const account = await newAccount("alice");
  await using alice = await connect(account);
  const { room } = await alice.request("join", { room: freshName("builds") });
  const name = freshName("robot");
  const { path } = await createHook(alice, room.id, name);
  assert.equal((await post(path, '{"text":"hi"}')).status, 200);
  const listed = (await alice.request("rooms")).rooms.find((each) => each.id === room.id);
  assert.equal(listed?.members, 1);
  const online = await alice.request("online", { room: room.id });
  assert.deepEqual(online.people.map(({ id }) => id), [account.id]);
  await assert.rejects(alice.request("direct", { people: [name] }), { code: "not-found" });
  assert.deepEqual((await alice.request("people", { query: name })).people, []);
  const { members } = await alice.request("members", { room: room.id });
  assert.deepEqual(members.map(({ person }) => person.id), [account.id]);
  // The name stays free for a person, who is told apart by not being a bot.
  assert.equal((await register(server().url, name)).name, name);
});

Deno.test("webhooks are for the room's moderators, by either way, and in no direct room", async () => {
  const [account, other] = [await newAccount("alice"), await newAccount("bob")];
  await using alice = await connect(account);
  await using bob = await connect(other);
  const { room } = await alice.request("join", { room: freshName("builds") });
  await bob.request("join", { room: room.id });
  const { hook } = await createHook(alice, room.id);
  for (
    const [type, fields] of [
      ["create-incoming-hook", { name: "x" }],
      ["create-outgoing-hook", { name: "x", url: "https://example.org/" }],
      ["hooks", {}],
      ["delete-hook", { hook: hook.id }],
    ] as const
  ) {
    await assert.rejects(
      bob.request(type, { room: room.id, ...fields }),
      { code: "forbidden" },
      type,
    );
  }
  const path = `/v1/rooms/${room.id}/hooks`;
  assert.equal((await call(server().url, path, { token: other.token })).status, 403);
  const listed = await call(server().url, path, { token: account.token });
  assert.deepEqual(listed.body, { hooks: [hook] });
  const made = await call(server().url, `${path}/incoming`, {
    token: account.token,
    body: { name: "over HTTP" },
  });
  assert.equal(made.status, 201);
  assert.equal((await post(made.body.path, '{"text":"hi"}')).text, "ok");
  const options = { method: "DELETE", token: account.token };
  assert.equal((await call(server().url, `${path}/${made.body.hook.id}`, options)).status, 200);
  const direct = (await alice.request("direct", { people: [other.name] })).room;
  await assert.rejects(createHook(alice, direct.id), { code: "conflict" });
});

Deno.test("a room's webhooks are listed page by page, newest first, and have their limit", async () => {
  await using alice = await connect(await newAccount("alice"));
  const { room } = await alice.request("join", { room: freshName("builds") });
  const names = Array.from({ length: 50 }, (_, n) => `hook ${n}`);
  for (const name of names) await createHook(alice, room.id, name);
  await assert.rejects(createHook(alice, room.id), { code: "conflict", message: /50 webhooks/ });
  const listed: string[] = [];
  let after: string | undefined;
  do {
    const page = await alice.request("hooks", { room: room.id, limit: 20, after });
    listed.push(...page.hooks.map(({ name }) => name));
    after = page.next;
  } while (after !== undefined);
  assert.deepEqual(listed, names.reverse());
});

Deno.test("a webhook may mention a member and everybody", async () => {
  await using alice = await connect(await newAccount("alice"));
  const { room } = await alice.request("join", { room: freshName("builds") });
  const { path } = await createHook(alice, room.id);
  const { id, name } = alice.welcome.you;
  await post(path, JSON.stringify({ text: `@${name}: build 42 failed, @room` }));
  await alice.reaches(room.id, 3);
  const event = alice.events.get(room.id)!.at(-1)!;
  assert.ok(event.kind === "message");
  assert.deepEqual([event.mentions, event.everyone], [[id], true]);
});

Deno.test("an archived room takes nothing from a webhook", async () => {
  await using alice = await connect(await newAccount("alice"));
  const { room } = await alice.request("join", { room: freshName("builds") });
  const { path } = await createHook(alice, room.id);
  await alice.request("set-room", { room: room.id, archived: true });
  const answer = await post(path, '{"text":"hi"}');
  assert.deepEqual([answer.status, answer.code], [409, "conflict"]);
});

Deno.test("a private room's webhooks are its own: whoever is not in it learns nothing of them", async () => {
  const account = await newAccount("alice");
  await using alice = await connect(account);
  await using eve = await connect(await newAccount("eve"));
  const fields = { name: freshName("secret"), kind: "private" };
  const { room } = await alice.request("create-room", fields);
  const { path } = await createHook(alice, room.id);
  assert.equal((await post(path, '{"text":"between us"}')).text, "ok");
  assert.deepEqual(await textsOf(account, room.id), ["between us"]);
  const reasons = await Promise.all(
    [room.id, "R0000000000000000"].map((id) =>
      eve.request("hooks", { room: id }).then(() => "", (error) => error.message)
    ),
  );
  assert.match(reasons[0], /^not-found/);
  assert.equal(reasons[0], reasons[1]);
});

Deno.test("making and deleting webhooks is noted in the room's audit log", async () => {
  await using alice = await connect(await newAccount("alice"));
  const { room } = await alice.request("join", { room: freshName("builds") });
  const { hook } = await createHook(alice, room.id, "CI");
  const url = "https://example.org/";
  await alice.request("create-outgoing-hook", { room: room.id, name: "archive", url });
  await alice.request("delete-hook", { room: room.id, hook: hook.id });
  const { entries } = await alice.request("audit", { room: room.id });
  assert.deepEqual(entries.map(({ action, detail }) => [action, detail]), [
    ["delete-hook", "CI"],
    ["create-outgoing-hook", "archive"],
    ["create-incoming-hook", "CI"],
  ]);
});
