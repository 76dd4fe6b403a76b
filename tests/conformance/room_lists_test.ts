import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

const server = serverOfFile();

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

Deno.test("the list of rooms holds the public ones and one's own, with their members", async () => {
  const [alice, bob, carol] = [
    await newAccount("alice"),
    await newAccount("bob"),
    await newAccount("carol"),
  ];
  await using a = await connect(alice);
  await using c = await connect(carol);
  const { room } = await a.request("join", { room: freshName("garden") });
  const direct = (await a.request("direct", { people: [`@${bob.name}`] })).room;
  const ofAlice = (await a.request("rooms")).rooms;
  const ofCarol = (await c.request("rooms")).rooms;
  const garden = ofAlice.find((each) => each.id === room.id)!;
  assert.deepEqual([garden.joined, garden.members, garden.kind], [true, 1, "public"]);
  assert.equal(ofAlice.find((each) => each.id === direct.id)?.name, bob.name);
  const seen = ofCarol.find((each) => each.id === room.id)!;
  assert.deepEqual([seen.joined, seen.members], [false, 1]);
  assert.equal(ofCarol.find((each) => each.id === direct.id), undefined);
  const overHttp = await call(server().url, "/v1/rooms", { token: carol.token });
  assert.deepEqual(overHttp.body.rooms, ofCarol);
});

Deno.test("rooms are found by a part of the name or topic, in any letter case", async () => {
  await using client = await connect(await newAccount("alice"));
  const name = freshName("orchard");
  const { room } = await client.request("join", { room: name });
  await client.request("set-topic", { room: room.id, topic: "Äpfel & 100% pears" });
  const found = async (query: string) => {
    const { rooms } = await client.request("rooms", { query });
    return rooms.some(({ id }) => id === room.id);
  };
  for (const query of ["#orchard", "ORCHARD", "äPFEL", "0% p"]) {
    assert.ok(await found(query), query);
  }
  for (const query of ["orchards", "1__%"]) assert.equal(await found(query), false, query);
});

Deno.test("the list of rooms comes in pages, each room once, those with most members first", async () => {
  const { url } = server();
  await using a = await connect(await newAccount("alice"));
  await using b = await connect(await newAccount("bob"));
  const stem = freshName("page");
  const names = ["a", "b", "c", "d", "e"].map((end) => `${stem}${end}`);
  for (const room of names) await a.request("join", { room });
  await b.request("join", { room: names[3] });
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const page = await b.request("rooms", { query: stem, limit: 2, after });
    pages.push(page.rooms.map((room) => room.name));
    after = page.next;
  } while (after !== undefined);
  assert.deepEqual(pages, [[names[3], names[0]], [names[1], names[2]], [names[4]]]);
  const { token } = await newAccount("carol");
  const overHttp = await call(url, `/v1/rooms?query=${stem}&limit=4`, { token });
  assert.equal(overHttp.body.rooms.length, 4);
  const last = await call(url, `/v1/rooms?query=${stem}&after=${overHttp.body.next}`, { token });
  assert.deepEqual(last.body.rooms.map((room: { name: string }) => room.name), [names[4]]);
  const odd = await call(url, "/v1/rooms?after=nonsense", { token });
  assert.deepEqual([odd.status, odd.body.code], [400, "bad-request"]);
});

Deno.test("one's recent rooms are those with the newest events first", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { room: first } = await a.request("join", { room: freshName("garden") });
  const { room: second } = await a.request("join", { room: freshName("garden") });
  const { room: direct } = await a.request("direct", { people: [bob.name] });
  const recent = async () =>
    (await a.request("rooms", { mine: true, sort: "recent", limit: 3 })).rooms.map(({ id }) => id);
  // Times are milliseconds: what is to be later than something waits until the clock has moved on.
  const later = async (write: () => Promise<unknown>) => {
    const before = Date.now();
    await eventually(() => Date.now() > before, "the clock moves on");
    await write();
  };
  await later(() => b.say(direct.id, "hi"));
  await later(() => a.say(first.id, "news"));
  assert.deepEqual((await recent()).slice(0, 2), [first.id, direct.id]);
  await later(() => a.say(second.id, "more news"));
  assert.deepEqual(await recent(), [second.id, first.id, direct.id]);
  const { body } = await call(server().url, "/v1/me/rooms?sort=recent&limit=1", {
    token: alice.token,
  });
  assert.deepEqual(body.rooms.map((room: { id: string }) => room.id), [second.id]);
});

Deno.test("a room tells what it is, and who is in it page by page, owners first", async () => {
  const accounts = [await newAccount("zoe"), await newAccount("bob"), await newAccount("amy")];
  const clients = await Promise.all(accounts.map(connect));
  const [zoe, bob, amy] = clients;
  const { room } = await zoe.request("join", { room: freshName("garden") });
  for (const client of [bob, amy]) await client.request("join", { room: room.id });
  await zoe.request("set-topic", { room: room.id, description: "All about\nroses." });
  const { room: details } = await amy.request("room", { room: room.name });
  assert.deepEqual(
    [details.description, details.members, details.joined, details.you?.role],
    ["All about\nroses.", 3, true, "member"],
  );
  const first = await amy.request("members", { room: room.id, limit: 2 });
  const rest = await amy.request("members", { room: room.id, limit: 2, after: first.next });
  const listed = [...first.members, ...rest.members];
  assert.deepEqual(listed.map(({ person, role }) => [person.name, role]), [
    [accounts[0].name, "owner"],
    [accounts[2].name, "member"],
    [accounts[1].name, "member"],
  ]);
  assert.deepEqual([first.total, rest.total, rest.next], [3, 3, undefined]);
  for (const client of clients) await client.close();
});
