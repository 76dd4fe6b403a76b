import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { TestClient } from "../support/client.ts";
import { Garden } from "../support/garden.ts";
import { call, freshName, guest, readLog, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

// The first account administers the server, and may more than those of the tests should.
Deno.test.beforeAll(async () => {
  await register(server().url, "overseer");
});

Deno.test("an edit is told to those who are there, and shown to those who come later", async () => {
  await using garden = await Garden.open(server().url);
  const { alice, a, b, room } = garden;
  const { seq } = await a.say(room, "Good mornin.");
  const edit = await a.request("edit", { room, seq, text: "Good morning." });
  assert.deepEqual([edit.room, edit.seq], [room, seq + 1]);
  const live = await garden.told(b, edit.seq);
  assert.deepEqual(live, {
    type: "event",
    room,
    seq: edit.seq,
    at: edit.at,
    author: { id: alice.id, name: alice.name },
    kind: "edit",
    target: seq,
    text: "Good morning.",
  });
  const anew = await garden.seenAnew(seq);
  assert.equal(anew.text, "Good morning.");
  assert.deepEqual(anew.state, { seq: edit.seq, editedAt: edit.at });
  const page = await b.request("history", { room, after: seq - 1, limit: 1 });
  assert.deepEqual(page.events, [anew]);
});

Deno.test("only its author edits a message, also where somebody else owns the room", async () => {
  await using garden = await Garden.open(server().url);
  const { a, b, room } = garden;
  const { seq } = await b.say(room, "mine");
  await assert.rejects(a.request("edit", { room, seq, text: "yours" }), { code: "forbidden" });
});

Deno.test("an edit to the same text, and a second try of it, change nothing", async () => {
  await using garden = await Garden.open(server().url);
  const { a, b, room } = garden;
  const message = await a.say(room, "hi");
  const { seq } = message;
  const same = await a.request("edit", { room, seq, text: "hi" });
  assert.deepEqual([same.seq, same.at], [seq, message.at]);
  const first = await a.request("edit", { room, seq, text: "ho" });
  const second = await a.request("edit", { room, seq, text: "ho" });
  assert.deepEqual(second, first);
  await b.request("history", { room });
  assert.equal((await b.request("history", { room })).events.at(-1)!.seq, first.seq);
});

Deno.test("what was deleted is nowhere any more, neither its text nor those before", async () => {
  await using garden = await Garden.open(server().url);
  const { alice, bob, a, b, room } = garden;
  const { seq } = await a.say(room, `first secret for @${bob.name}`);
  await a.request("edit", { room, seq, text: `second secret for @${bob.name} @room` });
  const deletion = await a.request("delete", { room, seq });
  assert.equal((await garden.told(b, deletion.seq)).kind, "delete");
  const anew = await garden.seenAnew(seq);
  assert.equal(anew.text, "");
  assert.deepEqual([anew.mentions, anew.everyone], [undefined, undefined]);
  assert.deepEqual(anew.state, { seq: deletion.seq, deletedBy: alice.id });
  assert.doesNotMatch(JSON.stringify(await readLog(server().url, bob.token, room)), /secret/);
  const database = new DatabaseSync(join(server().data, "parley.db"), { readOnly: true });
  const mentions = database.prepare("SELECT * FROM mention WHERE room = ?").all(room);
  const texts = database.prepare("SELECT text, data FROM event WHERE room = ?").all(room);
  database.close();
  assert.deepEqual(mentions, []);
  assert.doesNotMatch(JSON.stringify(texts), /secret|mentions|everyone/);
});

Deno.test("nothing can be done to a message that was deleted, or that there isn't", async () => {
  await using garden = await Garden.open(server().url);
  const { a, room } = garden;
  const { seq } = await a.say(room, "gone");
  const deletion = await a.request("delete", { room, seq });
  const notMessages = [seq, deletion.seq, 1, deletion.seq + 10];
  for (const target of notMessages) {
    const requests = [
      a.request("edit", { room, seq: target, text: "back" }),
      a.request("delete", { room, seq: target }),
      a.request("react", { room, seq: target, emoji: "👍" }),
      a.request("pin", { room, seq: target }),
    ];
    for (const request of requests) await assert.rejects(request, { code: "not-found" });
  }
});

Deno.test("the room's owner deletes anybody's message, members only their own", async () => {
  await using garden = await Garden.open(server().url);
  const { alice, bob, a, b, room } = garden;
  const ofAlice = await a.say(room, "by alice");
  const ofBob = await b.say(room, "by bob");
  await assert.rejects(b.request("delete", { room, seq: ofAlice.seq }), { code: "forbidden" });
  await a.request("delete", { room, seq: ofBob.seq });
  const anew = await garden.seenAnew(ofBob.seq);
  assert.equal(anew.state?.deletedBy, alice.id);
  const database = new DatabaseSync(join(server().data, "parley.db"), { readOnly: true });
  const noted = database.prepare("SELECT actor, action, subject FROM audit WHERE room = ?").all(
    room,
  );
  database.close();
  assert.deepEqual(noted.map((deed) => ({ ...deed })), [
    { actor: alice.id, action: "delete", subject: bob.id },
  ]);
});

Deno.test("in a direct conversation each deletes only what they wrote", async () => {
  await using garden = await Garden.open(server().url);
  const { bob, a, b } = garden;
  const { id } = (await a.request("direct", { people: [bob.name] })).room;
  const { seq } = await a.say(id, "between us");
  await assert.rejects(b.request("delete", { room: id, seq }), {
    code: "forbidden",
    message: /Only its author/,
  });
  await a.request("delete", { room: id, seq });
});

Deno.test("whoever isn't in a room changes nothing there, and learns nothing of a private one", async () => {
  await using garden = await Garden.open(server().url);
  const { bob, a, room } = garden;
  const eve = await register(server().url, freshName("eve"));
  await using e = await TestClient.connect(server().url, eve.token);
  const { seq } = await a.say(room, "hello");
  const direct = (await a.request("direct", { people: [bob.name] })).room;
  await a.say(direct.id, "between us");
  for (const [type, fields] of changes()) {
    await assert.rejects(e.request(type, { room, seq, ...fields }), { code: "forbidden" }, type);
    const unknown = "R0000000000000000";
    const [hidden, missing] = await Promise.all(
      [direct.id, unknown].map((each) =>
        e.request(type, { room: each, seq: 2, ...fields }).then(() => "", (error) => error.message)
      ),
    );
    assert.match(hidden, /^not-found/, type);
    assert.equal(hidden, missing, type);
  }
});

function changes() {
  return [
    ["edit", { text: "changed" }],
    ["delete", {}],
    ["react", { emoji: "👍" }],
    ["pin", {}],
  ] as const;
}

Deno.test("a guest edits and deletes what it wrote", async () => {
  const visitor = await guest(server().url);
  await using client = await TestClient.connect(server().url, visitor.token);
  const room = client.room("lobby");
  const { seq } = await client.say("lobby", "helo");
  await client.request("edit", { room, seq, text: "hello" });
  await client.request("delete", { room, seq });
});

Deno.test("messages are changed over HTTP just as well", async () => {
  await using garden = await Garden.open(server().url);
  const { alice, bob, a, room } = garden;
  const { seq } = await a.say(room, "one");
  const path = `/v1/rooms/${room}/messages/${seq}`;
  const { token } = alice;
  const edit = await call(server().url, path, { method: "PATCH", token, body: { text: "two" } });
  assert.deepEqual([edit.status, edit.body.seq], [200, seq + 1]);
  assert.equal((await garden.seenAnew(seq)).text, "two");
  const refused = await call(server().url, path, { method: "DELETE", token: bob.token });
  assert.deepEqual([refused.status, refused.body.code], [403, "forbidden"]);
  const deletion = await call(server().url, path, { method: "DELETE", token });
  assert.deepEqual([deletion.status, deletion.body.seq], [200, seq + 2]);
  const bad = await call(server().url, `/v1/rooms/${room}/messages/x`, { method: "DELETE", token });
  assert.equal(bad.status, 400);
});

Deno.test("changes count as messages that are sent", async () => {
  await using garden = await Garden.open(server().url);
  const { a, room } = garden;
  const { seq } = await a.say(room, "0");
  const answers = await Promise.allSettled(
    Array.from({ length: 60 }, (_, n) => a.request("edit", { room, seq, text: `${n + 1}` })),
  );
  const codes = answers.flatMap((each) => each.status === "rejected" ? [each.reason.code] : []);
  assert.ok(codes.length > 0);
  assert.ok(codes.every((code) => code === "rate-limited"));
});
