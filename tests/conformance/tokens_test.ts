import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

interface World {
  url: string;
  alice: Account;
  client: TestClient;
  /** Ids of two rooms of hers. */
  garden: string;
  cellar: string;
}

async function world(): Promise<World> {
  const { url } = server();
  const alice = await register(url, freshName("alice"));
  const client = await TestClient.connect(url, alice.token);
  const garden = (await client.request("join", { room: freshName("garden") })).room.id;
  const cellar = (await client.request("create-room", {
    name: freshName("cellar"),
    kind: "private",
  })).room.id;
  return { url, alice, client, garden, cellar };
}

Deno.test("a token is made, listed without its secret, and worth nothing once it is revoked", async () => {
  const { url, client, alice } = await world();
  const made = await call(url, "/v1/me/tokens", {
    token: alice.token,
    body: { name: "backup", scopes: ["read", "read"] },
  });
  assert.equal(made.status, 201);
  const { token, info } = made.body;
  assert.deepEqual([info.name, info.scopes, info.rooms], ["backup", ["read"], undefined]);
  const listed = await client.request("tokens");
  assert.deepEqual(listed.tokens, [info]);
  assert.ok(!JSON.stringify(listed).includes(token));
  assert.equal((await client.request("sessions")).sessions.length, 1, "it is no session");
  await using bot = await TestClient.connect(url, token);
  await client.request("revoke-token", { token: info.id });
  assert.equal((await bot.closed).code, 4102);
  assert.equal((await call(url, "/v1/me", { token })).status, 401);
  await assert.rejects(client.request("revoke-token", { token: info.id }), { code: "not-found" });
  await client.close();
});

Deno.test("a token does what its scopes say, and nothing of the account itself", async () => {
  const { url, client, garden } = await world();
  await client.request("set-profile", { email: "alice@example.org" });
  const reading = (await client.request("create-token", { name: "r", scopes: ["read"] })).token;
  const sending = (await client.request("create-token", { name: "s", scopes: ["send"] })).token;
  const post = (token: string) =>
    call(url, `/v1/rooms/${garden}/messages`, { token, body: { text: "hi" } });
  const read = (token: string) => call(url, `/v1/rooms/${garden}/events`, { token });
  assert.deepEqual([(await read(reading)).status, (await post(reading)).status], [200, 403]);
  assert.deepEqual([(await read(sending)).status, (await post(sending)).status], [403, 201]);
  const leave = { token: sending, body: {} };
  assert.equal((await call(url, `/v1/rooms/${garden}/leave`, leave)).status, 403);
  const { account } = (await call(url, "/v1/me", { token: reading })).body;
  assert.equal(account.email, undefined, "the e-mail address is not a script's to know");
  const all = ["read", "send", "manage"];
  const { token } = await client.request("create-token", { name: "all", scopes: all });
  for (
    const [method, path, body] of [
      ["GET", "/v1/me/sessions"],
      ["GET", "/v1/me/tokens"],
      ["GET", "/v1/me/export"],
      ["POST", "/v1/me/tokens", { name: "more", scopes: all }],
      ["PATCH", "/v1/me", { bio: "hacked" }],
      ["PUT", "/v1/me/name", { name: "hacked" }],
      ["POST", "/v1/me/delete", { password: "?", messages: "keep" }],
    ] as const
  ) {
    const answer = await call(url, path, { method, token, body });
    assert.equal(answer.body.code, "forbidden", path);
  }
  const silent = await TestClient.open(url);
  silent.send({ type: "hello", token: sending });
  assert.equal((await silent.closed).code, 4100);
  await client.close();
});

Deno.test("a token for one room shows that room alone, on every way", async () => {
  const { url, client, garden, cellar, alice } = await world();
  const bob = await register(url, freshName("bob"));
  await using b = await TestClient.connect(url, bob.token);
  await client.request("direct", { people: [bob.name] });
  await client.say(cellar, "hidden words");
  const { token, info } = await client.request("create-token", {
    name: "garden only",
    scopes: ["read", "send", "manage"],
    rooms: [`#${client.room("lobby")}`.slice(1), garden],
  });
  assert.deepEqual(info.rooms, [client.room("lobby"), garden]);
  const get = async (path: string) => (await call(url, path, { token })).body;
  const ids = (rooms: { id: string }[]) => rooms.map(({ id }) => id).sort();
  const allowed = [client.room("lobby"), garden].sort();
  assert.deepEqual(ids((await get("/v1/rooms")).rooms), allowed);
  assert.deepEqual(ids((await get("/v1/me/rooms")).rooms), allowed);
  for (const path of ["", "/events", "/members", "/online"]) {
    assert.equal((await get(`/v1/rooms/${cellar}${path}`)).code, "not-found", path);
  }
  for (
    const [path, body] of [
      [`/v1/rooms/${cellar}/messages`, { text: "hi" }],
      [`/v1/rooms/${cellar}/leave`, {}],
      [`/v1/rooms/${cellar}/join`, {}],
    ] as const
  ) {
    assert.equal((await call(url, path, { token, body })).body.code, "not-found", path);
  }
  for (
    const [path, body] of [
      ["/v1/direct", { people: [bob.name] }],
      ["/v1/rooms", { name: freshName("new"), kind: "private" }],
      [`/v1/rooms/${freshName("new")}/join`, {}],
      [`/v1/rooms/${garden}/messages`, { text: "psst", to: [bob.name] }],
    ] as const
  ) {
    assert.equal((await call(url, path, { token, body })).body.code, "forbidden", path);
  }

  await using bot = await TestClient.connect(url, token);
  assert.deepEqual(ids(bot.welcome.rooms), allowed);
  const from = bot.frames.length;
  const other = (await client.request("join", { room: freshName("other") })).room.id;
  const { seq } = await client.say(cellar, "more hidden words");
  await client.request("mark-read", { room: cellar, seq });
  await client.request("leave", { room: other });
  await b.say("lobby", "the end");
  await bot.find((frame) => frame.text === "the end", "the last message");
  const told = JSON.stringify(bot.frames.slice(from));
  for (const secret of [cellar, other, "hidden"]) assert.ok(!told.includes(secret), told);
  await bot.say(garden, "from the script");
  await assert.rejects(bot.say(cellar, "hi"), { code: "not-found" });
  assert.equal((await get("/v1/me")).account.id, alice.id);
  await client.close();
});

Deno.test("a token can't be made for a room that its maker may not read, nor by a guest", async () => {
  const { url, client, cellar } = await world();
  const eve = await register(url, freshName("eve"));
  await using e = await TestClient.connect(url, eve.token);
  const fields = { name: "spy", scopes: ["read"], rooms: [cellar] };
  await assert.rejects(e.request("create-token", fields), { code: "not-found" });
  const { token } = (await call(url, "/v1/guests", { body: {} })).body;
  const answer = await call(url, "/v1/me/tokens", { token, body: { ...fields, rooms: undefined } });
  assert.equal(answer.body.code, "forbidden");
  await client.close();
});

Deno.test("a token outlives the membership, and gives nothing then", async () => {
  const { url, client, cellar } = await world();
  const { token } = await client.request("create-token", {
    name: "cellar",
    scopes: ["read"],
    rooms: [cellar],
  });
  await using bot = await TestClient.connect(url, token);
  await client.request("leave", { room: cellar });
  assert.equal((await bot.next("left")).room, cellar);
  const { body } = await call(url, `/v1/rooms/${cellar}/events`, { token });
  assert.equal(body.code, "not-found");
  await client.close();
});
