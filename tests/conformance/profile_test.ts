import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, logIn, PASSWORD, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

Deno.test("what somebody says of themselves is seen by others, but for the e-mail address", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const said = {
    display: "  Alice \u202eA.\u00a0of  Vienna ",
    bio: "Lives by the river.\nLikes bridges.",
    email: " alice@example.org ",
    timeZone: "Europe/Vienna",
  };
  const own = (await a.request("set-profile", said)).account;
  const seen = { bio: said.bio, timeZone: said.timeZone, display: "Alice A. of Vienna" };
  assert.equal(own.email, "alice@example.org");
  assert.deepEqual((await a.request("me")).account, own);
  const { profile } = await b.request("profile", { person: `@${alice.name.toUpperCase()}` });
  assert.deepEqual(profile, {
    id: alice.id,
    name: alice.name,
    ...seen,
    createdAt: own.createdAt,
  });
  const cleared = await a.request("set-profile", { bio: "", display: "", email: "", timeZone: "" });
  const { id, name, createdAt } = cleared.account;
  assert.deepEqual((await b.request("profile", { person: name })).profile, { id, name, createdAt });
});

Deno.test("what is no e-mail address, time zone or name is refused and changes nothing", async () => {
  await using client = await connect(await newAccount("alice"));
  const before = (await client.request("me")).account;
  const bad = [
    [{ email: "alice" }, "bad-request"],
    [{ email: "a@b c.org" }, "bad-request"],
    [{ timeZone: "Europe/Atlantis" }, "bad-request"],
    [{ timeZone: "+01:00" }, "bad-request"],
    [{ display: "two\nlines" }, "bad-request"],
    [{ display: "x".repeat(65) }, "bad-request"],
    [{ bio: "fine", display: "Server" }, "bad-name"],
  ] as const;
  for (const [fields, code] of bad) {
    await assert.rejects(client.request("set-profile", fields), { code }, JSON.stringify(fields));
  }
  assert.deepEqual((await client.request("me")).account, before);
});

Deno.test("a display name can't pose as somebody else, nor as one who was called so", async () => {
  const [alice, eve] = [await newAccount("alice"), await newAccount("eve")];
  await using a = await connect(alice);
  await using e = await connect(eve);
  const poses = [alice.name.toUpperCase(), `@${alice.name}`, `★ ${alice.name.replace("l", "1")} ★`];
  for (const display of poses) {
    await assert.rejects(e.request("set-profile", { display }), { code: "name-taken" }, display);
  }
  await a.request("rename", { name: freshName("anna") });
  await assert.rejects(e.request("set-profile", { display: alice.name }), { code: "name-taken" });
  await a.request("set-profile", { display: alice.name });
});

Deno.test("a new name is told to those around, and counts at once on all devices", async () => {
  const [alice, bob, carol] = [
    await newAccount("alice"),
    await newAccount("bob"),
    await newAccount("carol"),
  ];
  await using phone = await connect(alice);
  await using laptop = await connect(alice);
  await using b = await connect(bob);
  await using c = await connect(carol);
  const { room } = await phone.request("join", { room: freshName("garden") });
  await b.request("join", { room: room.id });
  // Carol shares no room with her any more.
  await phone.request("leave", { room: "lobby" });
  await laptop.until(() => laptop.cursors()[room.id] === 3, "the join");
  const name = freshName("Anna");
  const { account } = await phone.request("rename", { name });
  assert.equal(account.name, name);
  for (const device of [phone, laptop, b]) {
    assert.deepEqual((await device.next("person")).person, { id: alice.id, name });
  }
  assert.equal(device(b, "person").length, 1);
  const { seq } = await laptop.say(room.id, "I am Anna now");
  await b.reaches(room.id, seq);
  assert.equal(b.events.get(room.id)!.at(-1)!.author.name, name);
  const online = await b.request("online", { room: room.id });
  assert.ok(online.people.some((person) => person.id === alice.id && person.name === name));
  await c.request("me");
  assert.equal(device(c, "person").length, 0);
  const page = await b.request("history", { room: room.id });
  assert.ok(
    page.events.filter(({ author }) => author.id === alice.id).every(
      ({ author }) => author.name === name,
    ),
  );
});

function device(client: TestClient, type: string) {
  return client.frames.filter((frame) => frame.type === type);
}

Deno.test("the old name stays its owner's: nobody takes it, nor one like it, and it can be taken again", async () => {
  const { url } = server();
  const alice = await newAccount("alice");
  const name = freshName("anna");
  await using client = await connect(alice);
  await client.request("rename", { name });
  for (const taken of [alice.name, alice.name.replace("l", "1"), alice.name.toUpperCase()]) {
    const body = { name: taken, password: PASSWORD };
    const answer = await call(url, "/v1/accounts", { body });
    assert.equal(answer.body.code, "name-taken", taken);
    const guest = await call(url, "/v1/guests", { body: { name: taken } });
    assert.equal(guest.body.code, "name-taken", taken);
  }
  const login = { name: alice.name, password: PASSWORD };
  assert.equal((await call(url, "/v1/sessions", { body: login })).status, 401);
  assert.equal((await logIn(url, name)).id, alice.id);
  assert.equal((await client.request("rename", { name: alice.name })).account.name, alice.name);
  const again = { name, password: PASSWORD };
  assert.equal((await call(url, "/v1/accounts", { body: again })).body.code, "name-taken");
});

Deno.test("a name that others have is refused; one's own in other letter case is not", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using client = await connect(alice);
  await assert.rejects(client.request("rename", { name: bob.name }), { code: "name-taken" });
  await assert.rejects(client.request("rename", { name: "a b" }), { code: "bad-name" });
  const upper = alice.name.toUpperCase();
  assert.equal((await client.request("rename", { name: upper })).account.name, upper);
});

Deno.test("names can't be hoarded by renaming", async () => {
  await using client = await connect(await newAccount("alice"));
  for (let n = 0; n < 5; n++) await client.request("rename", { name: freshName("hoard") });
  await assert.rejects(client.request("rename", { name: freshName("hoard") }), {
    code: "conflict",
  });
});

Deno.test("over HTTP the account is read and changed at /v1/me", async () => {
  const { url } = server();
  const { token, id } = await newAccount("alice");
  const name = freshName("Anna");
  const patch = await call(url, "/v1/me", { method: "PATCH", token, body: { bio: "Hello." } });
  assert.equal(patch.body.account.bio, "Hello.");
  await call(url, "/v1/me/name", { method: "PUT", token, body: { name } });
  const { account } = (await call(url, "/v1/me", { token })).body;
  assert.deepEqual([account.id, account.name, account.bio], [id, name, "Hello."]);
  const profile = await call(url, `/v1/people/${name}`, { token });
  assert.equal(profile.body.profile.bio, "Hello.");
  const nobody = await call(url, "/v1/people/nobody-at-all", { token });
  assert.equal(nobody.body.code, "not-found");
});

Deno.test("a changed password ends all other sessions and API tokens, and is the one to log in with", async () => {
  const { url } = server();
  const alice = await newAccount("alice");
  const other = await logIn(url, alice.name);
  await using here = await connect(alice);
  await using there = await connect(other);
  const { token } = await here.request("create-token", { name: "script", scopes: ["read"] });
  const weak = { old: PASSWORD, new: "short" };
  await assert.rejects(here.request("change-password", weak), { code: "weak-password" });
  const wrong = { old: "not it at all", new: "another horse battery" };
  await assert.rejects(here.request("change-password", wrong), { code: "wrong-password" });
  await here.request("change-password", { old: PASSWORD, new: "another horse battery" });
  assert.equal((await there.closed).code, 4102);
  for (const ended of [token, other.token]) {
    assert.equal((await call(url, "/v1/me", { token: ended })).status, 401);
  }
  await here.say("lobby", "still here");
  const old = await call(url, "/v1/sessions", { body: { name: alice.name, password: PASSWORD } });
  assert.equal(old.body.code, "wrong-password");
  assert.equal((await logIn(url, alice.name, "another horse battery")).id, alice.id);
});

Deno.test("guessing the old password is slowed down", async () => {
  await using client = await connect(await newAccount("alice"));
  const guess = () =>
    client.request("change-password", { old: "a wrong guess", new: "another horse battery" })
      .catch((error) => error.code);
  const codes = new Set<string>();
  for (let n = 0; n < 12; n++) codes.add(await guess() as string);
  assert.deepEqual([...codes], ["wrong-password", "rate-limited"]);
});
