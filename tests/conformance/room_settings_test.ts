import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

/** The first account administers the server. */
let administrator: Account;
Deno.test.beforeAll(async () => {
  administrator = await register(server().url, "root-of-all");
});

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

/** Two members of a new room, of which the first owns it. */
async function inOneRoom() {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  const [a, b] = [await connect(alice), await connect(bob)];
  const { room } = await a.request("join", { room: freshName("garden") });
  await b.request("join", { room: room.id });
  return {
    a,
    b,
    alice,
    bob,
    room,
    async [Symbol.asyncDispose]() {
      await a.close();
      await b.close();
    },
  };
}

Deno.test("a change of the topic is an event that every member sees, and the audit log keeps", async () => {
  await using world = await inOneRoom();
  const { a, b, alice, room } = world;
  const changed = await a.request("set-topic", { room: room.id, topic: "Roses" });
  assert.equal(changed.room.topic, "Roses");
  const event = await b.find((frame) => frame.kind === "settings", "the settings");
  assert.deepEqual([event.topic, event.description, event.author.id], [
    "Roses",
    undefined,
    alice.id,
  ]);
  // What is so already changes nothing.
  const { room: same } = await a.request("set-topic", { room: room.id, topic: " Roses " });
  assert.equal(same.head, changed.room.head);
  assert.equal((await a.request("set-topic", { room: room.id, topic: "" })).room.topic, undefined);
  await assert.rejects(b.request("set-topic", { room: room.id, topic: "Weeds" }), {
    code: "forbidden",
    message: /Only moderators and owners/,
  });
  const { entries } = await a.request("audit", { room: room.id, action: "set-topic" });
  assert.deepEqual(entries.map(({ actor, detail }) => [actor?.id, detail]), [
    [alice.id, "topic: none"],
    [alice.id, "topic: Roses"],
  ]);
});

Deno.test("in a direct room either one sets the topic, and nothing else can be set", async () => {
  await using world = await inOneRoom();
  const { a, b, bob } = world;
  const { room } = await a.request("direct", { people: [bob.name] });
  assert.equal((await b.request("set-topic", { room: room.id, topic: "us" })).room.topic, "us");
  await assert.rejects(b.request("set-room", { room: room.id, archived: true }), {
    code: "forbidden",
  });
});

Deno.test("a renamed room is found by its new name, and its old one is free", async () => {
  await using world = await inOneRoom();
  const { a, b, room } = world;
  const name = freshName("orchard");
  const { status, body } = await call(server().url, `/v1/rooms/${room.name}`, {
    method: "PATCH",
    token: world.alice.token,
    body: { name: `#${name.toUpperCase()}` },
  });
  assert.deepEqual([status, body.room.name], [200, name]);
  assert.equal((await b.find((f) => f.kind === "settings", "the settings")).name, name);
  assert.equal((await b.request("room", { room: name })).room.id, room.id);
  const next = await b.request("join", { room: room.name });
  assert.equal(next.created, true);
  await assert.rejects(a.request("set-room", { room: room.id, name: room.name }), {
    code: "name-taken",
  });
  const twin = room.name.replace("garden", "gardem").replace("m", "rn");
  await b.request("set-room", { room: next.room.id, name: twin });
  await assert.rejects(b.request("set-room", { room: room.id, name: "mine" }), {
    code: "forbidden",
    message: /Only owners/,
  });
});

Deno.test("an archived room can be read and not written to or entered, until its owner opens it", async () => {
  await using world = await inOneRoom();
  const { a, b, bob, room } = world;
  const carol = await newAccount("carol");
  await using c = await connect(carol);
  await b.say(room.id, "for later");
  const { room: archived } = await a.request("set-room", { room: room.id, archived: true });
  assert.equal(archived.archived, true);
  await b.find((frame) => frame.kind === "settings" && frame.archived, "the settings");
  await assert.rejects(b.say(room.id, "too late"), { code: "conflict", message: /archived/ });
  await assert.rejects(c.request("join", { room: room.id }), {
    code: "conflict",
    message: /archived/,
  });
  await assert.rejects(a.request("invite", { room: room.id, person: carol.name }), {
    code: "conflict",
  });
  await assert.rejects(a.request("create-invitation", { room: room.id }), { code: "conflict" });
  await assert.rejects(a.request("set-topic", { room: room.id, topic: "old" }), {
    code: "conflict",
    message: /Open it again first/,
  });
  const texts = (await c.request("history", { room: room.id })).events
    .flatMap((event) => event.kind === "message" ? [event.text] : []);
  assert.deepEqual(texts, ["for later"]);
  const listed = async (client: TestClient) =>
    (await client.request("rooms", { query: room.name })).rooms.map(({ id }) => id);
  assert.deepEqual([await listed(b), await listed(c)], [[room.id], []]);
  const reopened = await a.request("set-room", { room: room.id, archived: false });
  assert.equal(reopened.room.archived, undefined);
  const { seq } = await b.say(room.id, "again");
  await a.reaches(room.id, seq);
  await c.request("join", { room: room.id });
  const { entries } = await a.request("audit", { room: room.id, action: "set-room" });
  assert.deepEqual(entries.map(({ detail }) => detail), ["archived: off", "archived: on"]);
  assert.equal(bob.id, b.welcome.you.id);
});

Deno.test("addressing is switched by the owner, and members see it", async () => {
  await using world = await inOneRoom();
  const { a, b, bob, room } = world;
  await a.request("set-room", { room: room.id, addressing: true });
  await using later = await connect(bob);
  const seen = later.welcome.rooms.find(({ id }: { id: string }) => id === room.id);
  assert.equal(seen.addressing, true);
  await assert.rejects(b.request("set-room", { room: room.id, addressing: false }), {
    code: "forbidden",
  });
});

Deno.test("an administrator rules public rooms without being in them, and the lobby stays what it is", async () => {
  await using world = await inOneRoom();
  const { a, room } = world;
  await using root = await connect(administrator);
  await root.request("set-topic", { room: room.id, topic: "Mind the thorns" });
  await a.find((frame) => frame.topic === "Mind the thorns", "the topic");
  assert.equal((await root.request("set-topic", { room: "lobby", topic: "Hi" })).room.topic, "Hi");
  for (const change of [{ name: "entrance" }, { archived: true }]) {
    await assert.rejects(root.request("set-room", { room: "lobby", ...change }), {
      code: "conflict",
      message: /lobby/,
    });
  }
  await assert.rejects(a.request("set-topic", { room: "lobby", topic: "Ha" }), {
    code: "forbidden",
  });
});
