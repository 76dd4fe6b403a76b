import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, guest, logOut, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

async function namesOf(client: TestClient, query?: string): Promise<string[]> {
  return (await client.request("people", { query })).people.map((person) => person.name);
}

Deno.test("people are found by the beginning and by a part of name and display name", async () => {
  const { url } = server();
  const [inga, bering, otto] = [
    await register(url, "Ingmar"),
    await register(url, "Bering"),
    await register(url, "Otto"),
  ];
  await using client = await connect(inga);
  await using o = await connect(otto);
  await o.request("set-profile", { display: "Ингрид Ёлкина" });
  assert.deepEqual(await namesOf(client, "ing"), ["Ingmar", "Bering"], "beginnings come first");
  assert.deepEqual(await namesOf(client, "@BER"), ["Bering"]);
  assert.deepEqual(await namesOf(client, "ингр"), ["Otto"]);
  assert.deepEqual(await namesOf(client, "ЁЛК"), ["Otto"]);
  assert.deepEqual(await namesOf(client, "nobody%"), []);
  assert.equal(bering.name, "Bering");
});

Deno.test("without a query it is those who share a room, and oneself left out", async () => {
  const { url } = server();
  const [a, b, c] = [
    await register(url, freshName("alice")),
    await register(url, freshName("bob")),
    await register(url, freshName("carol")),
  ];
  await using alice = await connect(a);
  await using bob = await connect(b);
  await using carol = await connect(c);
  const { room } = await alice.request("join", { room: freshName("garden") });
  await bob.request("join", { room: room.id });
  for (const client of [alice, bob, carol]) await client.request("leave", { room: "lobby" });
  assert.deepEqual(await namesOf(alice), [b.name]);
  assert.deepEqual(await namesOf(carol), []);
});

Deno.test("guests that are gone are not found", async () => {
  const { url } = server();
  const visitor = await guest(url, freshName("visitor"));
  await using client = await connect(await register(url, freshName("alice")));
  const [found] = (await client.request("people", { query: visitor.name })).people;
  assert.deepEqual(found, { id: visitor.id, name: visitor.name, guest: true });
  await logOut(url, visitor.token);
  assert.deepEqual(await namesOf(client, visitor.name), []);
});

Deno.test("pages join without a gap or an overlap, from beginnings to parts", async () => {
  const { url } = server();
  const names = ["zed1", "zed2", "zed3", "azed", "bzed", "czed"];
  const [first] = await Promise.all(names.map((name) => register(url, name)));
  const found: string[] = [];
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ query: "zed", limit: "2", ...after && { after } });
    const { status, body } = await call(url, `/v1/people?${query}`, { token: first.token });
    assert.equal(status, 200, JSON.stringify(body));
    assert.ok(body.people.length <= 2);
    found.push(...body.people.map((person: { name: string }) => person.name));
    after = body.next;
  } while (after);
  assert.deepEqual(found, names);
  const odd = await call(url, "/v1/people?query=zed&after=odd", { token: first.token });
  assert.equal(odd.body.code, "bad-request");
});
