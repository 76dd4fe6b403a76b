import assert from "node:assert/strict";
import type { MessageEvent } from "../../shared/protocol/mod.ts";
import { type Frame, TestClient } from "../support/client.ts";
import { Garden } from "../support/garden.ts";
import { type Account, call, freshName, readLog, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile({ flags: ["--sends-per-second", "0"] });

// The first account administers the server, and may more than those of the tests should.
Deno.test.beforeAll(async () => {
  await register(server().url, "overseer");
});

/** A garden with two more members, and with addressing switched on. */
async function openFamily(addressing = true) {
  const garden = await Garden.open(server().url);
  const sis = await register(server().url, freshName("sis"));
  const mom = await register(server().url, freshName("mom"));
  const [s, m] = [await connect(sis), await connect(mom)];
  for (const client of [s, m]) await garden.enter(client);
  if (addressing) await garden.a.request("set-room", { room: garden.room, addressing });
  const close = async () => {
    await Promise.all([garden[Symbol.asyncDispose](), s.close(), m.close()]);
  };
  return { garden, sis, mom, s, m, [Symbol.asyncDispose]: close };
}

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

interface Message {
  text: string;
  to?: string[];
  action?: boolean;
  replyTo?: number;
}

function send(client: TestClient, room: string, fields: Message, id = client.newId()) {
  const from = client.frames.length;
  client.send({ type: "send", id, room, ...fields });
  return client.answer(id, from);
}

/** The message that an ack tells of, as this client is told it. */
async function received(client: TestClient, { room, seq }: Frame): Promise<MessageEvent> {
  await client.reaches(room, seq);
  return client.events.get(room)!.find((event) => event.seq === seq) as MessageEvent;
}

/** All that anybody can read of a room's log. */
async function everything(garden: Garden): Promise<string> {
  return JSON.stringify(await readLog(server().url, garden.bob.token, garden.room));
}

Deno.test("a whisper goes to those whom it names, in their direct room, and to nobody else", async () => {
  await using family = await openFamily(false);
  const { garden, sis, mom, s, m } = family;
  const { a, room } = garden;
  const before = await everything(garden);
  const ack = await send(a, room, { text: "how are you?", to: [`@${sis.name}`, mom.name] });
  assert.notEqual(ack.room, room);
  for (const client of [a, s, m]) {
    const event = await received(client, ack);
    assert.deepEqual([event.text, event.via, event.author.id], [
      "how are you?",
      room,
      garden.alice.id,
    ]);
  }
  const joined = await s.find(
    ({ type, room }) => type === "joined" && room.id === ack.room,
    "the direct room",
  );
  assert.equal(joined.room.kind, "direct");
  const again = (await s.request("direct", { people: [mom.name, garden.alice.name] })).room;
  assert.equal(again.id, ack.room);
  assert.equal(await everything(garden), before);
});

Deno.test("where addressing is on, names at the end do the same, and are taken off", async () => {
  await using family = await openFamily();
  const { garden, sis, mom, s } = family;
  const { a, room } = garden;
  const before = await everything(garden);
  const text = `how are you? @${sis.name}, @${mom.name.toUpperCase()}!`;
  const ack = await send(a, room, { text });
  const event = await received(s, ack);
  assert.deepEqual([event.text, event.via], ["how are you?", room]);
  const back = await send(s, room, { text: `waves @${garden.alice.name}`, action: true });
  assert.equal((await received(a, back)).action, true);
  assert.equal(await everything(garden), before);
});

Deno.test("where addressing is off, names at the end are mentions of a message to all", async () => {
  await using family = await openFamily(false);
  const { garden, mom } = family;
  const ack = await send(garden.a, garden.room, { text: `dinner? @${mom.name}` });
  assert.equal(ack.room, garden.room);
  assert.deepEqual((await received(garden.b, ack)).mentions, [mom.id]);
});

Deno.test("with one name that is nobody's nothing is sent, and the nearest names are told", async () => {
  await using family = await openFamily();
  const { garden, sis, mom } = family;
  const { a, room } = garden;
  const before = await everything(garden);
  const wrong = `x${mom.name}`;
  const messages: Message[] = [
    { text: `secret @${sis.name} @${wrong}` },
    { text: `secret @${wrong}` },
    { text: `secret @${wrong}!!` },
    { text: "secret", to: [sis.name, wrong] },
  ];
  for (const message of messages) {
    await assert.rejects(send(a, room, message), {
      code: "not-found",
      message: new RegExp(
        `Nobody is called @${wrong}\\. Did you mean .*@${mom.name}.*Nothing was sent`,
      ),
    }, message.text);
  }
  for (const end of ["@not/a/name", "@admin", `@${"x".repeat(500)}`, "@\u202emom"]) {
    await assert.rejects(send(a, room, { text: `secret ${end}` }), { code: "not-found" }, end);
  }
  assert.equal(await everything(garden), before);
  // No room was made for it either.
  const { rooms } = await a.request("rooms", { mine: true });
  assert.ok(rooms.every(({ kind }) => kind !== "direct"));
});

Deno.test("what is neither for all nor clearly for some is refused", async () => {
  await using family = await openFamily();
  const { garden, mom } = family;
  const { a, alice, room } = garden;
  const { seq } = await a.say(room, "to all");
  const before = await everything(garden);
  const unclear: Message[] = [
    { text: `secret @${mom.name} @room` },
    { text: `secret @${alice.name}` },
    { text: `secret @${mom.name}`, replyTo: seq },
    { text: "secret", to: [alice.name] },
    { text: "secret", to: ["room"] },
  ];
  for (const message of unclear) {
    await assert.rejects(send(a, room, message), { code: "bad-request" }, message.text);
  }
  await assert.rejects(a.request("edit", { room, seq, text: `secret @${mom.name}` }), {
    code: "conflict",
  });
  assert.equal(await everything(garden), before);
});

Deno.test("sent again it is the same whisper, though addressing or names have changed since", async () => {
  await using family = await openFamily();
  const { garden, mom, m } = family;
  const { a, room } = garden;
  const message = { text: `psst @${mom.name}` };
  const first = await send(a, room, message, "w-1");
  assert.deepEqual(await send(a, room, message, "w-1"), first);
  await a.request("set-room", { room, addressing: false });
  const before = await everything(garden);
  assert.deepEqual(await send(a, room, message, "w-1"), first);
  assert.equal(await everything(garden), before);
  // The other way round: what was said to all stays so, though one can't say it any more.
  const toAll = { text: "cake @nobody-at-all" };
  const open = await send(a, room, toAll, "w-2");
  assert.equal(open.room, room);
  await a.request("set-room", { room, addressing: true });
  assert.deepEqual(await send(a, room, toAll, "w-2"), open);
  await assert.rejects(send(a, room, toAll, "w-3"), { code: "not-found" });
  const { seq } = await send(m, first.room, { text: "yes?" });
  await a.reaches(first.room, seq);
  assert.deepEqual(a.texts(first.room), ["psst", "yes?"]);
});

Deno.test("whoever isn't in a room can't whisper from there, and learns nothing of a private one", async () => {
  await using family = await openFamily();
  const { garden, mom } = family;
  const eve = await register(server().url, freshName("eve"));
  await using e = await connect(eve);
  const hidden = (await garden.a.request("direct", { people: [mom.name] })).room.id;
  for (const message of [{ text: "psst", to: [mom.name] }, { text: `psst @${mom.name}` }]) {
    await assert.rejects(send(e, garden.room, message), { code: "not-found" });
  }
  for (const to of [mom.name, "nobody-at-all"]) {
    const [there, nowhere] = await Promise.all(
      [hidden, "R0000000000000000"].map((room) =>
        send(e, room, { text: "psst", to: [to] }).then(() => "", (error) => error.message)
      ),
    );
    assert.match(there, /^not-found/);
    assert.equal(there, nowhere);
  }
});

Deno.test("somebody who isn't in a room may be written to from there, but isn't told of a private one", async () => {
  await using family = await openFamily();
  const { garden, mom } = family;
  const { a, room } = garden;
  const eve = await register(server().url, freshName("eve"));
  await using e = await connect(eve);
  const open = await send(a, room, { text: "come in", to: [eve.name] });
  assert.equal((await received(e, open)).via, room);
  const { id } = (await a.request("direct", { people: [mom.name] })).room;
  const hidden = await send(a, id, { text: "psst", to: [eve.name] });
  assert.equal((await received(e, hidden)).via, undefined);
  const own = await send(a, id, { text: "psst", to: [mom.name] });
  assert.deepEqual([own.room, (await received(a, own)).via], [id, undefined]);
});

Deno.test("whispers and other messages of a connection keep their order", async () => {
  await using family = await openFamily();
  const { garden, mom } = family;
  const { a, room } = garden;
  const texts = Array.from({ length: 30 }, (_, n) => n % 2 === 0 ? `${n}` : `${n} @${mom.name}`);
  const frames = texts.map((text) => ({ type: "send" as const, id: a.newId(), room, text }));
  a.send(...frames);
  const acks = await Promise.all(frames.map(({ id }) => a.answer(id)));
  const numbers = (room: string) => acks.filter((ack) => ack.room === room).map(({ seq }) => seq);
  const direct = acks[1].room;
  assert.deepEqual([numbers(room).length, numbers(direct).length], [15, 15]);
  for (const each of [room, direct]) {
    assert.deepEqual(numbers(each), numbers(each).toSorted((x, y) => x - y));
  }
});

Deno.test("a whisper goes over HTTP just as well", async () => {
  await using family = await openFamily();
  const { garden, mom, m } = family;
  const path = `/v1/rooms/${garden.room}/messages`;
  const { token } = garden.alice;
  const body = { id: "w-1", text: "psst", to: [mom.name] };
  const first = await call(server().url, path, { token, body });
  assert.equal(first.status, 201);
  assert.equal((await received(m, first.body)).text, "psst");
  assert.deepEqual((await call(server().url, path, { token, body })).body, first.body);
});
