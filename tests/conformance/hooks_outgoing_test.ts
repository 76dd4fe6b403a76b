import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Hook } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { call, freshName, readLog, register } from "../support/http.ts";
import { type Delivery, Receiver } from "../support/receiver.ts";
import { serverOfFile, startServer } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

const TO_PRIVATE = ["--webhooks-to-private", "on"];

const server = serverOfFile({ flags: TO_PRIVATE });

function isSigned({ headers, text }: Delivery, secret: string): boolean {
  const signed = `${headers.get("x-parley-timestamp")}.${text}`;
  const expected = createHmac("sha256", secret).update(signed).digest("hex");
  return headers.get("x-parley-signature") === `sha256=${expected}`;
}

async function newClient(stem: string): Promise<TestClient> {
  const { token } = await register(server().url, freshName(stem));
  return await TestClient.connect(server().url, token);
}

/** What the room's moderators see of a webhook. */
async function seen(client: TestClient, { id, room }: Hook): Promise<Hook> {
  return (await client.request("hooks", { room })).hooks.find((hook) => hook.id === id)!;
}

Deno.test("an outgoing webhook is told of a room's events from then on, signed and in order", async () => {
  await using receiver = new Receiver();
  await using alice = await newClient("alice");
  await using bob = await newClient("bob");
  const { room } = await alice.request("join", { room: freshName("garden") });
  await alice.say(room.id, "before");
  const { hook, secret } = await alice.request("create-outgoing-hook", {
    room: room.id,
    name: "archive",
    url: receiver.url,
  });
  assert.deepEqual([hook.kind, hook.url, hook.cursor], ["outgoing", receiver.url, 3]);
  const incoming = await alice.request("create-incoming-hook", { room: room.id, name: "CI" });
  await bob.request("join", { room: room.id });
  await bob.say(room.id, "hello 👋");
  await call(server().url, incoming.path, { body: { text: "passed" } });
  const last = await alice.say(room.id, "over", "id-of-alice");
  await receiver.reaches(last.seq);
  assert.deepEqual(
    receiver.events.map(({ seq, kind, text }) => [seq, kind, text]),
    [[4, "join", undefined], [5, "message", "hello 👋"], [6, "message", "passed"], [
      7,
      "message",
      "over",
    ]],
  );
  assert.deepEqual(receiver.events[2].author.bot, true);
  assert.deepEqual(receiver.events[3].id, "id-of-alice");
  for (const delivery of receiver.deliveries) {
    assert.deepEqual(delivery.body.hook, { id: hook.id, name: "archive" });
    assert.deepEqual(delivery.body.room, { id: room.id, name: room.name });
    assert.equal(delivery.headers.get("content-type"), "application/json");
    assert.ok(isSigned(delivery, secret));
    assert.ok(!isSigned(delivery, "another"));
  }
  await eventually(async () => (await seen(alice, hook)).cursor === last.seq, "it is noted");
});

Deno.test("what a failing receiver misses is delivered again, in order, and the failure is shown", async () => {
  await using receiver = new Receiver();
  await using alice = await newClient("alice");
  const { room } = await alice.request("join", { room: freshName("garden") });
  receiver.answer = 500;
  const { hook } = await alice.request("create-outgoing-hook", {
    room: room.id,
    name: "archive",
    url: receiver.url,
  });
  for (const text of ["one", "two"]) await alice.say(room.id, text);
  await eventually(async () => ((await seen(alice, hook)).failures ?? 0) >= 2, "it fails twice");
  assert.equal((await seen(alice, hook)).error, "It answered 500.");
  const { seq } = await alice.say(room.id, "three");
  receiver.answer = 200;
  await receiver.reaches(seq);
  assert.deepEqual(receiver.events.map(({ text }) => text), ["one", "two", "three"]);
  await eventually(async () => (await seen(alice, hook)).error === undefined, "it is well again");
  assert.deepEqual(await seen(alice, hook), { ...hook, cursor: seq });
});

Deno.test("a receiver that is gone for good is told nothing more", async () => {
  await using receiver = new Receiver();
  await using alice = await newClient("alice");
  const { room } = await alice.request("join", { room: freshName("garden") });
  const fields = { room: room.id, name: "archive", url: receiver.url };
  const { hook } = await alice.request("create-outgoing-hook", fields);
  receiver.answer = 410;
  await alice.say(room.id, "anybody?");
  await eventually(async () => (await seen(alice, hook)).disabled === true, "it is disabled");
  receiver.answer = 200;
  // A second one of the same receiver has everything after that: the first would have had it before.
  await alice.request("create-outgoing-hook", { ...fields, name: "second" });
  const { seq } = await alice.say(room.id, "hello");
  await receiver.reaches(seq);
  assert.deepEqual(receiver.deliveries.map(({ body }) => body.hook.name), ["archive", "second"]);
});

Deno.test("a webhook that was deleted is told nothing more", async () => {
  await using receiver = new Receiver();
  await using alice = await newClient("alice");
  const { room } = await alice.request("join", { room: freshName("garden") });
  const fields = { room: room.id, name: "first", url: receiver.url };
  const { hook } = await alice.request("create-outgoing-hook", fields);
  await alice.request("create-outgoing-hook", { ...fields, name: "second" });
  await alice.request("delete-hook", { room: room.id, hook: hook.id });
  const { seq } = await alice.say(room.id, "hello");
  await receiver.reaches(seq);
  assert.deepEqual(receiver.deliveries.map(({ body }) => body.hook.name), ["second"]);
});

Deno.test("deliveries go on after the server's restart and crash where they were: nothing is lost", async () => {
  await using receiver = new Receiver();
  await using own = await startServer({ flags: TO_PRIVATE });
  const alice = await register(own.url, "alice");
  const say = async (text: string) => {
    const path = "/v1/rooms/garden/messages";
    const { body, status } = await call(own.url, path, { token: alice.token, body: { text } });
    assert.equal(status, 201);
    return body.seq;
  };
  await call(own.url, "/v1/rooms/garden/join", { token: alice.token, method: "POST" });
  const made = await call(own.url, "/v1/rooms/garden/hooks/outgoing", {
    token: alice.token,
    body: { name: "archive", url: receiver.url },
  });
  assert.equal(made.status, 201);
  await receiver.reaches(await say("delivered"));
  receiver.answer = 503;
  await say("one");
  await eventually(() => receiver.deliveries.length >= 2, "a delivery fails");
  await own.restart();
  await say("two");
  await own.kill();
  receiver.answer = 200;
  await own.restart();
  const last = await say("three");
  await receiver.reaches(last);
  // After a crash the last delivery may come twice, never not at all, and never behind a later one.
  const texts = receiver.events.map(({ text }) => text);
  assert.deepEqual([...new Set(texts)], ["delivered", "one", "two", "three"]);
  const log = await readLog(own.url, alice.token, "garden");
  const seqs = log.filter(({ kind }) => kind === "message").map(({ seq }) => seq);
  assert.deepEqual([...new Set(receiver.events.map(({ seq }) => seq))], seqs);
});

Deno.test("private addresses are refused unless the operator allows them, when it is made and ever after", async () => {
  await using receiver = new Receiver();
  await using own = await startServer({ flags: TO_PRIVATE });
  const { token } = await register(own.url, "alice");
  const path = "/v1/rooms/garden/hooks";
  const create = (url: string) =>
    call(own.url, `${path}/outgoing`, { token, body: { name: "x", url } });
  const error = async () => (await call(own.url, path, { token })).body.hooks[0].error ?? "";
  await call(own.url, "/v1/rooms/garden/join", { token, method: "POST" });
  assert.equal((await create(receiver.url)).status, 201);
  await own.restart([]);
  for (const url of [receiver.url, "http://localhost/", "http://[::1]/", "http://0x7f.1/"]) {
    const { status, body } = await create(url);
    assert.deepEqual([status, body.code], [403, "forbidden"], url);
  }
  assert.equal((await create("http://user:password@example.org/")).status, 400);
  await call(own.url, "/v1/rooms/garden/messages", { token, body: { text: "hello" } });
  await eventually(async () => /no public address/.test(await error()), "the delivery is refused");
  assert.equal(receiver.deliveries.length, 0);
  await own.restart(TO_PRIVATE);
  await receiver.reaches(3);
});
