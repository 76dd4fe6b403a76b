import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { MessageEvent } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { Garden } from "../support/garden.ts";
import { call, freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile({ flags: ["--sends-per-second", "0"] });

// The first account administers the server, and may more than those of the tests should.
Deno.test.beforeAll(async () => {
  await register(server().url, "overseer");
});

Deno.test("reactions are told live, and gathered by emoji for those who come later", async () => {
  await using garden = await Garden.open(server().url);
  const { alice, bob, a, b, room } = garden;
  const { seq } = await a.say(room, "cake?");
  const first = await b.request("react", { room, seq, emoji: "👍" });
  const { author, kind, target, emoji, on } = await garden.told(a, first.seq) as never as Record<
    string,
    unknown
  >;
  assert.deepEqual({ author, kind, target, emoji, on }, {
    author: { id: bob.id, name: bob.name },
    kind: "react",
    target: seq,
    emoji: "👍",
    on: true,
  });
  await a.request("react", { room, seq, emoji: "👍" });
  await a.request("react", { room, seq, emoji: "shipit" });
  const { seq: last } = await b.request("react", { room, seq, emoji: "🎂" });
  assert.deepEqual((await garden.seenAnew(seq)).state, {
    seq: last,
    reactions: [
      { emoji: "shipit", people: [alice.id] },
      { emoji: "🎂", people: [bob.id] },
      { emoji: "👍", people: [alice.id, bob.id].sort() },
    ],
  });
});

Deno.test("a reaction is there once, and can be taken back", async () => {
  await using garden = await Garden.open(server().url);
  const { a, b, room } = garden;
  const { seq } = await a.say(room, "cake?");
  const first = await b.request("react", { room, seq, emoji: "👍" });
  const again = await b.request("react", { room, seq, emoji: "👍" });
  assert.deepEqual(again, first);
  const off = await b.request("react", { room, seq, emoji: "👍", on: false });
  assert.deepEqual(await b.request("react", { room, seq, emoji: "👍", on: false }), off);
  assert.deepEqual((await garden.seenAnew(seq)).state, { seq: off.seq });
});

Deno.test("a message takes so many different reactions, and no texts as such", async () => {
  await using garden = await Garden.open(server().url);
  const { a, b, room } = garden;
  const { seq } = await a.say(room, "cake?");
  for (let n = 0; n < limits.reactionsPerMessage; n++) {
    await a.request("react", { room, seq, emoji: `e${n}` });
  }
  await assert.rejects(b.request("react", { room, seq, emoji: "one-more" }), { code: "conflict" });
  await b.request("react", { room, seq, emoji: "e0" });
  for (const emoji of ["", "two words", "x".repeat(33)]) {
    await assert.rejects(b.request("react", { room, seq, emoji }), /bad-request|too-large/);
  }
});

Deno.test("the owner pins, members don't, and a pin is there once", async () => {
  await using garden = await Garden.open(server().url);
  const { a, b, room } = garden;
  const { seq } = await b.say(room, "the rules");
  await assert.rejects(b.request("pin", { room, seq }), { code: "forbidden" });
  const pin = await a.request("pin", { room, seq });
  assert.deepEqual(await a.request("pin", { room, seq }), pin);
  assert.equal((await garden.told(b, pin.seq)).kind, "pin");
  assert.deepEqual((await garden.seenAnew(seq)).state, { seq: pin.seq, pinned: true });
});

Deno.test("pins are listed as they are now, the last to be pinned first, page by page", async () => {
  await using garden = await Garden.open(server().url);
  const { a, b, room } = garden;
  const seqs: number[] = [];
  for (const text of ["one", "two", "three", "four", "five"]) {
    seqs.push((await a.say(room, text)).seq);
  }
  const [one, two, three, four, five] = seqs;
  for (const seq of [three, one, four, two, five]) await a.request("pin", { room, seq });
  await a.request("pin", { room, seq: three, on: false });
  await a.request("pin", { room, seq: three });
  await a.request("pin", { room, seq: four, on: false });
  await a.request("delete", { room, seq: five });
  await a.request("edit", { room, seq: one, text: "one, edited" });
  const all = await b.request("pins", { room });
  assert.deepEqual(all.events.map(({ text }) => text), ["three", "two", "one, edited"]);
  assert.ok(all.events.every(({ state }) => state?.pinned));
  assert.equal(all.next, undefined);
  const paged: MessageEvent[] = [];
  let after: string | undefined;
  do {
    const page = await b.request("pins", { room, limit: 1, after });
    assert.equal(page.events.length, 1);
    paged.push(...page.events);
    after = page.next;
  } while (after !== undefined);
  assert.deepEqual(paged, all.events);
  await assert.rejects(b.request("pins", { room, after: "nonsense" }), { code: "bad-request" });
});

Deno.test("in a direct conversation both pin", async () => {
  await using garden = await Garden.open(server().url);
  const { bob, a, b } = garden;
  const { id: room } = (await a.request("direct", { people: [bob.name] })).room;
  const { seq } = await a.say(room, "the key is under the mat");
  await b.request("pin", { room, seq });
  const { events } = await a.request("pins", { room });
  assert.deepEqual(events.map(({ seq }) => seq), [seq]);
});

Deno.test("pins of a public room can be read by all, of a private one by nobody else", async () => {
  await using garden = await Garden.open(server().url);
  const { bob, a, room } = garden;
  const eve = await register(server().url, freshName("eve"));
  await using e = await TestClient.connect(server().url, eve.token);
  const { seq } = await a.say(room, "the rules");
  await a.request("pin", { room, seq });
  assert.equal((await e.request("pins", { room })).events.length, 1);
  const direct = (await a.request("direct", { people: [bob.name] })).room.id;
  await assert.rejects(e.request("pins", { room: direct }), { code: "not-found" });
  await assert.rejects(e.request("thread", { room: direct, seq: 1 }), { code: "not-found" });
});

Deno.test("reactions and pins go over HTTP just as well", async () => {
  await using garden = await Garden.open(server().url);
  const { alice: { token, id }, a, room } = garden;
  const { seq } = await a.say(room, "hi");
  const message = `/v1/rooms/${room}/messages/${seq}`;
  const thumb = `${message}/reactions/${encodeURIComponent("👍")}`;
  const { url } = server();
  const put = await call(url, thumb, { method: "PUT", token });
  assert.deepEqual([put.status, put.body.seq], [200, seq + 1]);
  await call(url, `${message}/pin`, { method: "PUT", token });
  const pins = await call(url, `/v1/rooms/${room}/pins?limit=5`, { token });
  assert.deepEqual(pins.body.events[0].state, {
    seq: seq + 2,
    pinned: true,
    reactions: [{ emoji: "👍", people: [id] }],
  });
  await call(url, thumb, { method: "DELETE", token });
  await call(url, `${message}/pin`, { method: "DELETE", token });
  assert.deepEqual((await garden.seenAnew(seq)).state, { seq: seq + 4 });
});
