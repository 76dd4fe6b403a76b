import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, guest, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

Deno.test("joining a room that doesn't exist makes it, and tells every device of the account", async () => {
  const alice = await newAccount("alice");
  await using phone = await connect(alice);
  await using laptop = await connect(alice);
  const name = freshName("Garden");
  const { room, created } = await phone.request("join", { room: `#${name}` });
  assert.equal(created, true);
  assert.equal(room.name, name.toLowerCase());
  assert.equal(room.kind, "public");
  for (const device of [phone, laptop]) {
    assert.deepEqual((await device.next("joined")).room, { ...room, head: 2 });
    await device.reaches(room.id, 2);
    const kinds = device.events.get(room.id)!.map((event) => [event.seq, event.kind]);
    assert.deepEqual(kinds, [[1, "create"], [2, "join"]]);
  }
});

Deno.test("joining a room that one is in changes nothing", async () => {
  const alice = await newAccount("alice");
  await using client = await connect(alice);
  const name = freshName("garden");
  const first = await client.request("join", { room: name });
  const again = await client.request("join", { room: name.toUpperCase() });
  assert.equal(again.created, false);
  assert.equal(again.room.id, first.room.id);
  assert.equal(again.room.head, 2);
});

Deno.test("members see who comes and who goes, and whoever left sees nothing more", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { room } = await a.request("join", { room: freshName("garden") });
  assert.equal((await b.request("join", { room: room.id })).created, false);
  await b.request("leave", { room: room.name });
  assert.equal((await b.next("left")).room, room.id);
  await a.until(() => a.events.get(room.id)?.length === 4, "four events");
  const seen = a.events.get(room.id)!.map((event) => [event.kind, event.author.id]);
  assert.deepEqual(seen.slice(2), [["join", bob.id], ["leave", bob.id]]);
  const { seq } = await a.say(room.id, "he is gone");
  await a.reaches(room.id, seq);
  // Bob's own room speaks later than this one did: had it been sent to him, it would be there.
  const own = await b.say("lobby", "anything");
  await b.reaches(b.room("lobby"), own.seq);
  assert.ok(b.events.get(room.id)!.every((event) => event.seq < seq));
  await assert.rejects(b.request("leave", { room: room.name }), { code: "forbidden" });
});

Deno.test("a room that was left can be entered again, with its newest events", async () => {
  const alice = await newAccount("alice");
  await using client = await connect(alice);
  const { room } = await client.request("join", { room: freshName("garden") });
  await client.say(room.id, "before");
  await client.request("leave", { room: room.id });
  await client.next("left");
  const from = client.frames.length;
  await client.request("join", { room: room.name });
  await client.next("joined", from);
  await client.find((frame) => frame.type === "event" && frame.seq === 5, "the join", from);
  const texts = client.frames.slice(from).flatMap((frame) => frame.text ?? []);
  assert.deepEqual(texts, ["before"]);
});

Deno.test("a room's name that looks like another's is refused with the reason", async () => {
  await using client = await connect(await newAccount("alice"));
  const name = freshName("loo");
  await client.request("join", { room: name });
  await assert.rejects(client.request("join", { room: name.replace("loo", "l0o") }), {
    code: "name-taken",
    message: /looks too much like/,
  });
  await assert.rejects(client.request("join", { room: "two words" }), { code: "bad-name" });
});

Deno.test("a direct room is found again by both, and named after the other", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const ofAlice = (await a.request("direct", { people: [`@${bob.name}`] })).room;
  assert.equal(ofAlice.name, bob.name);
  assert.equal(ofAlice.kind, "direct");
  const toBob = (await b.next("joined")).room;
  assert.deepEqual([toBob.id, toBob.name], [ofAlice.id, alice.name]);
  const ofBob = (await b.request("direct", { people: [alice.name.toUpperCase()] })).room;
  assert.deepEqual([ofBob.id, ofBob.name], [ofAlice.id, alice.name]);
  const { seq } = await b.say(ofBob.id, "hi");
  await a.reaches(ofAlice.id, seq);
  assert.deepEqual(a.texts(ofAlice.id), ["hi"]);
  await using later = await connect(alice);
  assert.equal(later.room(bob.name), ofAlice.id);
});

Deno.test("of a direct room, a third person learns nothing", async () => {
  const [alice, bob, eve] = [
    await newAccount("alice"),
    await newAccount("bob"),
    await newAccount("eve"),
  ];
  await using a = await connect(alice);
  await using e = await connect(eve);
  const { id } = (await a.request("direct", { people: [bob.name] })).room;
  await a.say(id, "between us");
  const unknown = "R0000000000000000";
  for (const type of ["history", "online", "leave"] as const) {
    const reasons = await Promise.all(
      [id, unknown].map((room) =>
        e.request(type, { room }).then(() => "", (error) => error.message)
      ),
    );
    assert.match(reasons[0], /^not-found/, type);
    assert.equal(reasons[0], reasons[1], type);
  }
  await assert.rejects(e.say(id, "hello?"), { code: "not-found" });
  assert.notEqual((await e.request("direct", { people: [bob.name] })).room.id, id);
});

Deno.test("a direct room can't be left, joined, or made with nobody or oneself", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { id } = (await a.request("direct", { people: [bob.name] })).room;
  await assert.rejects(a.request("leave", { room: id }), { code: "conflict" });
  await assert.rejects(b.request("direct", { people: [] }), { code: "bad-request" });
  await assert.rejects(b.request("direct", { people: [bob.name] }), {
    code: "bad-request",
    message: /somebody besides you/,
  });
});

Deno.test("writing to a name that nobody has suggests the nearest one", async () => {
  const alice = await newAccount("alice");
  await using client = await connect(alice);
  const bertram = await register(server().url, "bertram");
  await assert.rejects(client.request("direct", { people: ["@betram"] }), {
    code: "not-found",
    message: new RegExp(`Nobody is called @betram. Did you mean @${bertram.name}`),
  });
});

Deno.test("whoever makes a room owns it, and its name can't be had a second time", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const name = freshName("garden");
  const { room } = await a.request("create-room", { name, kind: "public", topic: " Roses " });
  assert.deepEqual([room.name, room.kind, room.topic], [name, "public", "Roses"]);
  assert.deepEqual(room.you, { role: "owner", read: 2, unread: 0, mentions: 0, notify: "all" });
  assert.deepEqual((await a.next("joined")).room, room);
  await assert.rejects(b.request("create-room", { name: `#${name}`, kind: "public" }), {
    code: "name-taken",
    message: /There is a public room/,
  });
  assert.equal((await b.request("join", { room: name })).room.you?.role, "member");
  await using visitor = await connect(await guest(server().url));
  await assert.rejects(
    visitor.request("create-room", { name: freshName("shed"), kind: "public" }),
    {
      code: "forbidden",
      message: /Guests/,
    },
  );
});

Deno.test("whoever is banned from a room can't join it, by whatever name", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { room } = await a.request("join", { room: freshName("garden") });
  await b.request("join", { room: room.id });
  await a.request("ban", { room: room.id, person: bob.name });
  await b.next("left");
  for (const ref of [room.id, room.name]) {
    await assert.rejects(b.request("join", { room: ref }), {
      code: "forbidden",
      message: /banned/,
    });
  }
  await a.request("unban", { room: room.id, person: bob.name });
  assert.equal((await b.request("join", { room: room.id })).room.id, room.id);
});

Deno.test("an API token that is limited to some rooms enters no others and makes none", async () => {
  const { url } = server();
  await using client = await connect(await newAccount("alice"));
  const { room } = await client.request("join", { room: freshName("garden") });
  const other = freshName("garden");
  await client.request("join", { room: other });
  const { token } = await client.request("create-token", {
    name: "gardener",
    scopes: ["read", "send", "manage"],
    rooms: [room.id],
  });
  const asked = async (path: string, body: unknown = {}) => {
    const answer = await call(url, path, { token, body });
    return [answer.status, answer.body.code];
  };
  assert.deepEqual(await asked(`/v1/rooms/${room.id}/join`), [200, undefined]);
  assert.deepEqual(await asked(`/v1/rooms/${other}/join`), [404, "not-found"]);
  assert.deepEqual(await asked(`/v1/rooms/${freshName("new")}/join`), [403, "forbidden"]);
  const made = await asked("/v1/rooms", { name: freshName("new"), kind: "public" });
  assert.deepEqual(made, [403, "forbidden"]);
  assert.deepEqual(await asked("/v1/direct", { people: ["whoever"] }), [403, "forbidden"]);
  const entered = await asked("/v1/invitations/accept", { code: "AAAA-BBBB-CCCC" });
  assert.deepEqual(entered, [403, "forbidden"]);
});
