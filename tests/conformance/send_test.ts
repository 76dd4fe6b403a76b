import assert from "node:assert/strict";
import { Refused, TestClient } from "../support/client.ts";
import { type Account, call, freshName, readLog, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { sleep } from "../support/wait.ts";

const server = serverOfFile();

/** A fresh account in a fresh room of its own. */
async function roomOf(account: Account): Promise<string> {
  const { body } = await call(server().url, `/v1/rooms/${freshName("room")}/join`, {
    token: account.token,
    body: {},
  });
  return body.room.id;
}

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

async function enter(account: Account, room: string): Promise<void> {
  const found = await call(server().url, "/v1/rooms", { token: account.token });
  const { name } = found.body.rooms.find((each: { id: string }) => each.id === room);
  await call(server().url, `/v1/rooms/${name}/join`, { token: account.token, body: {} });
}

Deno.test("a message is acknowledged, and reaches every member once, its author included", async () => {
  const { url } = server();
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  const room = await roomOf(alice);
  await enter(bob, room);
  await using a = await TestClient.connect(url, alice.token);
  await using b = await TestClient.connect(url, bob.token);
  await using bElsewhere = await TestClient.connect(url, bob.token);
  const ack = await a.say(room, "line 1\nline 2 👩‍👩‍👧 \u0001 \u2028");
  const last = await a.say(room, "that's all");
  for (const client of [a, b, bElsewhere]) {
    await client.reaches(room, last.seq);
    const found = client.events.get(room)!.filter((event) => event.seq === ack.seq);
    assert.deepEqual(found, [{
      type: "event",
      room,
      seq: ack.seq,
      at: ack.at,
      author: { id: alice.id, name: alice.name },
      kind: "message",
      id: ack.id,
      text: "line 1\nline 2 👩‍👩‍👧 \u0001 \u2028",
    }]);
  }
});

Deno.test("an action keeps its mark", async () => {
  const alice = await newAccount("alice");
  const room = await roomOf(alice);
  await using client = await TestClient.connect(server().url, alice.token);
  client.send({ type: "send", id: "act", room, text: "waves", action: true });
  const { seq } = await client.answer("act");
  await client.reaches(room, seq);
  const event = client.events.get(room)!.at(-1)!;
  assert.ok(event.kind === "message" && event.action === true);
});

Deno.test("a message sent again gets the first one's seq, over either way and connection", async () => {
  const { url } = server();
  const alice = await newAccount("alice");
  const room = await roomOf(alice);
  await using one = await TestClient.connect(url, alice.token);
  const first = await one.say(room, "only once", "same-id");
  const again = await one.say(room, "only once", "same-id");
  await using two = await TestClient.connect(url, alice.token);
  const elsewhere = await two.say(room, "other words, same id", "same-id");
  const overHttp = await call(url, `/v1/rooms/${room}/messages`, {
    token: alice.token,
    body: { id: "same-id", text: "only once" },
  });
  for (const { seq, at } of [again, elsewhere, overHttp.body]) {
    assert.deepEqual([seq, at], [first.seq, first.at]);
  }
  const log = await readLog(url, alice.token, room);
  assert.deepEqual(log.filter((e) => e.kind === "message").map((e) => e.text), ["only once"]);
});

Deno.test("two authors may choose the same id", async () => {
  const { url } = server();
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  const room = await roomOf(alice);
  await enter(bob, room);
  await using a = await TestClient.connect(url, alice.token);
  await using b = await TestClient.connect(url, bob.token);
  const [one, two] = [await a.say(room, "mine", "id-1"), await b.say(room, "and mine", "id-1")];
  assert.notEqual(one.seq, two.seq);
});

Deno.test("a message sent again after its author left the room is still acknowledged", async () => {
  const { url } = server();
  const alice = await newAccount("alice");
  const room = await roomOf(alice);
  await using client = await TestClient.connect(url, alice.token);
  const first = await client.say(room, "last words", "last");
  await client.request("leave", { room });
  assert.equal((await client.say(room, "last words", "last")).seq, first.seq);
  await assert.rejects(client.say(room, "one more"), { code: "not-found" });
});

Deno.test("whoever is not in a room is told the same as for one that doesn't exist", async () => {
  const { url } = server();
  const [alice, eve] = [await newAccount("alice"), await newAccount("eve")];
  const room = await roomOf(alice);
  await using client = await TestClient.connect(url, eve.token);
  const answers = [];
  for (const ref of [room, "R0000000000000000", "no-such-room"]) {
    answers.push(await client.say(ref, "let me in").then(() => "taken", (error) => error.message));
    const overHttp = await call(url, `/v1/rooms/${ref}/messages`, {
      token: eve.token,
      body: { text: "let me in" },
    });
    assert.equal(overHttp.status, 404);
    answers.push(`${overHttp.body.code}: ${overHttp.body.detail}`);
  }
  assert.equal(new Set(answers).size, 1, answers.join("\n"));
  assert.match(answers[0], /^not-found: There is no such room, or you are not in it/);
});

Deno.test("a text over 8 KiB in UTF-8 is refused as too large, one that just fits is taken", async () => {
  const alice = await newAccount("alice");
  const room = await roomOf(alice);
  await using client = await TestClient.connect(server().url, alice.token);
  const fits = "é".repeat(4096);
  await client.say(room, fits);
  await assert.rejects(client.say(room, fits + "!"), { code: "too-large", message: /8192 bytes/ });
  const overHttp = await call(server().url, `/v1/rooms/${room}/messages`, {
    token: alice.token,
    body: { text: fits + "!" },
  });
  assert.equal(overHttp.status, 413);
});

Deno.test("rooms by name and by id in one message keep the order", async () => {
  const { url } = server();
  const { token } = await newAccount("alice");
  await using client = await TestClient.connect(url, token);
  const room = freshName("room");
  const { id } = (await client.request("join", { room })).room;
  await client.until(() => client.cursors()[id] > 0, "the room's first events");
  const refs = [room, id, `#${room}`, id];
  client.send(
    ...refs.map((ref, n) => ({ type: "send" as const, id: `o${n}`, room: ref, text: "x" })),
  );
  const seqs = [];
  for (const n of refs.keys()) seqs.push((await client.answer(`o${n}`)).seq);
  assert.deepEqual(seqs, [...seqs].sort((a, b) => a - b));
});

Deno.test("whoever sends too fast is told how long to wait, and order holds", async () => {
  const { url } = server();
  const alice = await newAccount("alice");
  const room = await roomOf(alice);
  await using client = await TestClient.connect(url, alice.token);
  const ids = Array.from({ length: 120 }, (_, n) => `burst-${n}`);
  const sendAll = (some: string[]) => {
    client.send(...some.map((id) => ({ type: "send" as const, id, room, text: id })));
  };
  let waiting = ids;
  let refusals = 0;
  while (waiting.length > 0) {
    const from = client.frames.length;
    sendAll(waiting);
    const answers = await Promise.allSettled(waiting.map((id) => client.answer(id, from)));
    const taken = answers.findIndex((answer) => answer.status === "rejected");
    if (taken < 0) break;
    const refused = answers.slice(taken);
    assert.ok(refused.every((a) => a.status === "rejected"), "nothing passes what was refused");
    const reason = (refused[0] as PromiseRejectedResult).reason as Refused;
    assert.equal(reason.code, "rate-limited");
    assert.ok(reason.retryAfter! > 0);
    refusals++;
    waiting = waiting.slice(taken);
    // The allowance alone decides: as many as it has gathered get through, at least one.
    await sleep(reason.retryAfter! * 1000);
  }
  assert.ok(refusals > 0, "120 at once are too many");
  const log = await readLog(url, alice.token, room);
  assert.deepEqual(log.filter((e) => e.kind === "message").map((e) => e.text), ids);
});
