import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import {
  type Account,
  call,
  freshName,
  guest,
  PASSWORD,
  readLog,
  register,
} from "../support/http.ts";
import { serverOfFile, startServer } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

const server = serverOfFile();

/** The first account administers the server; it has to stay out of the way. */
async function newAccount(stem: string): Promise<Account> {
  await call(server().url, "/v1/accounts", { body: { name: "first", password: PASSWORD } });
  return await register(server().url, freshName(stem));
}

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

Deno.test("a deleted account is gone, its messages stay without its name, and nobody gets its name", async () => {
  const { url } = server();
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { room } = await a.request("join", { room: freshName("garden") });
  await b.request("join", { room: room.id });
  const { seq } = await a.say(room.id, "I was here");
  await a.request("set-profile", { bio: "About me.", email: "alice@example.org" });
  const { token } = await a.request("create-token", { name: "script", scopes: ["read"] });
  const wrong = { password: "not it at all", messages: "keep" };
  await assert.rejects(a.request("delete-account", wrong), { code: "wrong-password" });
  await assert.rejects(a.request("delete-account", { messages: "keep" }), { code: "bad-request" });
  await a.request("delete-account", { password: PASSWORD, messages: "keep" });
  assert.equal((await a.closed).code, 4102);
  const deleted = { id: alice.id, name: "deleted", deleted: true };
  assert.deepEqual((await b.next("person")).person, deleted);
  for (const each of [alice.token, token]) {
    assert.equal((await call(url, "/v1/me", { token: each })).status, 401);
  }
  const { events } = await b.request("history", { room: room.id });
  const message = events.find((event) => event.seq === seq)!;
  assert.deepEqual([message.kind === "message" && message.text, message.author], [
    "I was here",
    deleted,
  ]);
  assert.equal(events.at(-1)!.kind, "leave");
  const login = { name: alice.name, password: PASSWORD };
  assert.equal((await call(url, "/v1/sessions", { body: login })).body.code, "wrong-password");
  assert.equal((await call(url, "/v1/accounts", { body: login })).body.code, "name-taken");
  assert.equal((await call(url, "/v1/guests", { body: { name: alice.name } })).status, 409);
  assert.deepEqual((await b.request("people", { query: alice.name })).people, []);
  await assert.rejects(b.request("profile", { person: alice.name }), { code: "not-found" });
});

Deno.test("erased messages are gone from every room, for those who see it and those who come later", async () => {
  const { url } = server();
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { room } = await a.request("join", { room: freshName("garden") });
  await b.request("join", { room: room.id });
  const direct = (await a.request("direct", { people: [bob.name] })).room;
  const first = await a.say(direct.id, "between us");
  // More than one transaction erases, and one that was deleted before.
  const said = [];
  for (let n = 0; n < 45; n++) said.push(await a.say(room.id, `secret ${n}`));
  await a.request("edit", { room: room.id, seq: said[0].seq, text: "secret edited" });
  await a.request("delete", { room: room.id, seq: said[1].seq });
  const bobs = await b.say(room.id, "bob's own");
  await a.request("delete-account", { password: PASSWORD, messages: "erase" });
  const deletes = () =>
    b.frames.filter((frame) => frame.kind === "delete").map((frame) =>
      `${frame.room} ${frame.target}`
    );
  const expected = [`${direct.id} ${first.seq}`, ...said.map(({ seq }) => `${room.id} ${seq}`)];
  await b.until(() => deletes().length >= expected.length, "all deletions");
  assert.deepEqual(deletes().sort(), expected.sort());
  const { rooms } = await b.request("rooms", { mine: true });
  assert.equal(rooms.find(({ id }) => id === direct.id)?.name, "deleted");
  for (const { id } of [room, direct]) {
    const page = await b.request("history", { room: id, limit: 200 });
    assert.ok(!JSON.stringify(page).match(/secret|between us/));
  }
  const kept = await call(url, `/v1/rooms/${room.id}/events?limit=200`, { token: bob.token });
  assert.equal(kept.body.events.find((e: { seq: number }) => e.seq === bobs.seq).text, "bob's own");
});

Deno.test("what was begun is erased to the end, also over a restart", async () => {
  await using other = await startServer({ flags: ["--sends-per-second", "0"] });
  const { url } = other;
  await register(url, "first");
  const alice = await register(url, "alice");
  const bob = await register(url, "bob");
  const a = await TestClient.connect(url, alice.token);
  await Promise.all(Array.from({ length: 250 }, (_, n) => a.say("lobby", `secret ${n}`, `m${n}`)));
  await a.request("delete-account", { password: PASSWORD, messages: "erase" });
  await other.kill();
  await other.restart();
  const log = () => readLog(url, bob.token, "lobby");
  await eventually(
    async () => (await log()).filter(({ kind }) => kind === "delete").length === 250,
    "every message is deleted",
  );
  assert.ok(!JSON.stringify(await log()).includes("secret"));
});

Deno.test("the last administrator stays while there are others", async () => {
  await using other = await startServer();
  const { url } = other;
  const boss = await register(url, "boss");
  const alice = await register(url, "alice");
  await using client = await TestClient.connect(url, boss.token);
  const deletion = { password: PASSWORD, messages: "keep" };
  await assert.rejects(client.request("delete-account", deletion), { code: "conflict" });
  await client.request("set-administrator", { person: "alice", on: true });
  await client.request("delete-account", deletion);
  const { body } = await call(url, "/v1/me", { token: alice.token });
  assert.equal(body.account.administrator, true);
});

Deno.test("a guest goes without a password, and its name is free again", async () => {
  const { url } = server();
  await newAccount("alice");
  const name = freshName("visitor");
  const visitor = await guest(url, name);
  await using client = await connect(visitor);
  await client.say("lobby", "hello from a guest");
  await client.request("delete-account", { messages: "erase" });
  assert.equal((await client.closed).code, 4102);
  await guest(url, name);
});

Deno.test("all that the server has of an account can be taken away as JSON lines, without secrets", async () => {
  const { url } = server();
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { room } = await a.request("join", { room: freshName("garden") });
  await a.request("set-profile", { email: "alice@example.org", bio: "About me." });
  await a.request("create-token", { name: "script", scopes: ["read"] });
  const texts: string[] = [];
  for (let n = 0; n < 30; n++) {
    texts.push(`mine ${n}`);
    await a.say(n % 2 ? room.id : "lobby", texts[n]);
  }
  const edited = await a.say("lobby", "tpyo");
  await a.request("edit", { room: "lobby", seq: edited.seq, text: "typo" });
  const regretted = await a.say("lobby", "regretted");
  await a.request("delete", { room: "lobby", seq: regretted.seq });
  await b.say("lobby", "not hers");
  const headers = { authorization: `Bearer ${alice.token}` };
  const response = await fetch(`${url}/v1/me/export`, { headers });
  assert.equal(response.headers.get("content-type"), "application/jsonl");
  const text = await response.text();
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  const of = (type: string) => lines.filter((line) => line.type === type);
  assert.deepEqual([of("profile").length, of("session").length, of("token").length], [1, 1, 1]);
  assert.equal(of("profile")[0].email, "alice@example.org");
  assert.deepEqual(new Set(of("room").map((each) => each.name)), new Set(["lobby", room.name]));
  const exported = of("message").map((message) => message.text);
  assert.deepEqual(exported.sort(), [...texts, "typo"].sort());
  assert.ok(of("message").every((message) => message.room && message.at));
  for (const secret of [alice.token, PASSWORD, "argon2", "not hers", "regretted"]) {
    assert.ok(!text.includes(secret), secret);
  }
});
