import assert from "node:assert/strict";
import type { MessageEvent } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { Garden } from "../support/garden.ts";
import { call, freshName, guest, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile({ flags: ["--sends-per-second", "0"] });

// The first account administers the server, and may more than those of the tests should.
Deno.test.beforeAll(async () => {
  await register(server().url, "overseer");
});

/** Sends a message with more fields than `say` has. @returns its event as Bob is told it. */
async function sent(
  garden: Garden,
  fields: { text: string; replyTo?: number },
  client = garden.a,
): Promise<MessageEvent> {
  const id = client.newId();
  client.send({ type: "send", id, room: garden.room, ...fields });
  const { seq } = await client.answer(id);
  return await garden.told(garden.b, seq) as MessageEvent;
}

Deno.test("an answer names its message, and the thread holds both, as they are now", async () => {
  await using garden = await Garden.open(server().url);
  const { a, b, room } = garden;
  const root = await sent(garden, { text: "who has the key?" });
  await sent(garden, { text: "something else" });
  const first = await sent(garden, { text: "I", replyTo: root.seq });
  assert.equal(first.replyTo, root.seq);
  const second = await sent(garden, { text: "no, I", replyTo: root.seq }, b);
  const { seq: edit } = await a.request("edit", { room, seq: first.seq, text: "I do" });
  const thread = await b.request("thread", { room, seq: root.seq });
  assert.deepEqual([thread.room, thread.root.text, thread.next], [room, root.text, undefined]);
  assert.deepEqual(thread.events.map(({ seq, text }) => [seq, text]), [
    [first.seq, "I do"],
    [second.seq, "no, I"],
  ]);
  assert.equal(thread.events[0].state?.seq, edit);
});

Deno.test("a thread comes page by page, over HTTP too, and outlives its first message", async () => {
  await using garden = await Garden.open(server().url);
  const { bob, a, room } = garden;
  const { seq } = await sent(garden, { text: "count!" });
  for (let n = 1; n <= 5; n++) await sent(garden, { text: `${n}`, replyTo: seq });
  await a.request("delete", { room, seq });
  const texts: string[] = [];
  let query = "?limit=2";
  for (let pages = 1;; pages++) {
    const path = `/v1/rooms/${room}/messages/${seq}/thread${query}`;
    const { body } = await call(server().url, path, { token: bob.token });
    assert.equal(body.root.text, "");
    texts.push(...body.events.map((event: MessageEvent) => event.text));
    if (body.next === undefined) {
      assert.equal(pages, 3);
      break;
    }
    query = `?limit=2&after=${body.next}`;
  }
  assert.deepEqual(texts, ["1", "2", "3", "4", "5"]);
});

Deno.test("only messages of the same room can be answered, and have a thread", async () => {
  await using garden = await Garden.open(server().url);
  const { a, room } = garden;
  for (const replyTo of [1, 999]) {
    await assert.rejects(sent(garden, { text: "what?", replyTo }), { code: "not-found" });
    await assert.rejects(a.request("thread", { room, seq: replyTo }), { code: "not-found" });
  }
});

Deno.test("a message that names members mentions them, and nobody else", async () => {
  await using garden = await Garden.open(server().url);
  const { alice, bob } = garden;
  const eve = await register(server().url, freshName("eve"));
  const text =
    `@${bob.name.toUpperCase()}, @${eve.name} isn't here, nor @nobody-at-all; I am @${alice.name}`;
  const event = await sent(garden, { text });
  assert.deepEqual([event.mentions, event.everyone], [[bob.id], undefined]);
  assert.equal((await sent(garden, { text: `\`@${bob.name}\`` })).mentions, undefined);
  assert.equal((await sent(garden, { text: `x@${bob.name}.org` })).mentions, undefined);
});

Deno.test("@room mentions everybody, unless a guest says it", async () => {
  await using garden = await Garden.open(server().url);
  const visitor = await guest(server().url);
  await using v = await TestClient.connect(server().url, visitor.token);
  await garden.enter(v);
  assert.equal((await sent(garden, { text: "@room: cake!" })).everyone, true);
  assert.equal((await sent(garden, { text: "@room: cake!" }, v)).everyone, undefined);
});

Deno.test("mentions are counted for whoever is away, and follow edits and deletions", async () => {
  await using garden = await Garden.open(server().url);
  const { bob, a, b, room } = garden;
  const mentions = async () => (await b.request("room", { room })).room.you?.mentions;
  assert.equal(await mentions(), 0);
  const named = await sent(garden, { text: `@${bob.name}?` });
  const all = await sent(garden, { text: "@room!" });
  const none = await sent(garden, { text: "nobody" });
  assert.equal(await mentions(), 2);
  await a.request("edit", { room, seq: none.seq, text: `not nobody: @${bob.name}` });
  assert.equal(await mentions(), 3);
  assert.deepEqual((await garden.seenAnew(none.seq)).mentions, [bob.id]);
  await a.request("edit", { room, seq: named.seq, text: "never mind" });
  assert.equal(await mentions(), 2);
  await a.request("delete", { room, seq: all.seq });
  assert.equal(await mentions(), 1);
});

Deno.test("messages keep their order, whether names have to be looked up for them or not", async () => {
  await using garden = await Garden.open(server().url);
  const { bob, a, b, room } = garden;
  const texts = Array.from({ length: 60 }, (_, n) => n % 3 === 0 ? `${n} @${bob.name}` : `${n}`);
  const frames = texts.map((text) => ({ type: "send" as const, id: a.newId(), room, text }));
  a.send(...frames);
  const { seq } = await a.answer(frames.at(-1)!.id);
  await b.reaches(room, seq);
  assert.deepEqual(b.texts(room), texts);
});
