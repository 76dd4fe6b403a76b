import assert from "node:assert/strict";
import { commands } from "../../server/commands/table.ts";
import { REQUESTS } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

/** An id that no room has. */
const NOWHERE = "R0000000000000000";

/** The first account administers the server: that makes it no more than others in a private room. */
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

/** Something for each field that a command about a room has to have. */
const FIELDS: Record<string, unknown> = {
  emoji: "👍",
  events: ["message"],
  invitation: "I0000000000000000",
  hook: "H0000000000000000",
  level: "none",
  name: "service",
  person: "nobody-of-this-name",
  reason: "because",
  role: "member",
  seconds: 1,
  seq: 1,
  text: "hello?",
  url: "https://example.org/",
};

/** The least input of every command that is about a room. */
function* roomCommands() {
  for (const { type, http } of commands()) {
    const { entries } = REQUESTS[type].input as { entries: Record<string, { type: string }> };
    if (!("room" in entries)) continue;
    const fields: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(entries)) {
      if (name === "type" || name === "id" || name === "room" || schema.type === "optional") {
        continue;
      }
      assert.ok(name in FIELDS, `${type}: say in FIELDS what its field ${name} may be`);
      fields[name] = FIELDS[name];
    }
    yield { type, http, fields };
  }
}

Deno.test("a private room is its members' alone: in no list of others, and not theirs by its name", async () => {
  await using a = await connect(await newAccount("alice"));
  await using e = await connect(await newAccount("eve"));
  await using root = await connect(administrator);
  const name = freshName("cabin");
  const { room } = await a.request("create-room", { name, kind: "private" });
  assert.deepEqual([room.kind, room.you?.role], ["private", "owner"]);
  assert.equal((await a.request("join", { room: name })).room.id, room.id);
  for (const client of [e, root]) {
    const { rooms } = await client.request("rooms", { query: name });
    assert.deepEqual(rooms, []);
  }
  // The name tells nothing either: others make a public room, and one more private room, of it.
  const theirs = await e.request("join", { room: name });
  assert.deepEqual([theirs.created, theirs.room.kind], [true, "public"]);
  const { room: twin } = await root.request("create-room", { name, kind: "private" });
  assert.notEqual(twin.id, room.id);
  await assert.rejects(a.request("create-room", { name, kind: "private" }), { code: "name-taken" });
  // Of a name, one's own private room comes before the public one.
  const { seq } = await a.say(`#${name}`, "to ourselves");
  await a.reaches(room.id, seq);
  assert.deepEqual(a.texts(room.id), ["to ourselves"]);
});

Deno.test("to whoever is not in it, a private room is a room that doesn't exist, whatever they ask", async () => {
  const [alice, eve] = [await newAccount("alice"), await newAccount("eve")];
  await using a = await connect(alice);
  const { room } = await a.request("create-room", { name: freshName("cabin"), kind: "private" });
  await a.say(room.id, "between us");
  const asked = [...roomCommands()];
  assert.ok(asked.length > 20);
  for (const account of [eve, administrator]) {
    for (const { type, fields } of asked) {
      // A connection of its own, since the allowance of one is soon spent.
      await using client = await connect(account);
      const [answer, expected] = await Promise.all(
        [room.id, NOWHERE].map((ref) =>
          client.request(type, { ...fields, room: ref }).then(
            () => "done",
            (error) => error.message,
          )
        ),
      );
      assert.match(answer, /^not-found: There is no such room/, `${type} by ${account.name}`);
      assert.equal(answer, expected, type);
    }
  }
});

Deno.test("over HTTP a private room doesn't exist for others either", async () => {
  const [alice, eve] = [await newAccount("alice"), await newAccount("eve")];
  await using a = await connect(alice);
  const { room } = await a.request("create-room", { name: freshName("cabin"), kind: "private" });
  for (const { http, fields } of roomCommands()) {
    for (const { method, path } of http) {
      if (!path.includes(":room")) continue;
      const [answer, expected] = await Promise.all([room.id, NOWHERE].map(async (ref) => {
        const url = path.replace(
          /:(\w+)/g,
          (_all, name) => name === "room" ? ref : `${fields[name]}`,
        );
        const rest = Object.entries(fields).filter(([name]) => !path.includes(`:${name}`));
        const query = method === "GET" ? `?${new URLSearchParams(rest as [string, string][])}` : "";
        const body = method === "GET" ? undefined : Object.fromEntries(rest);
        const { token } = eve;
        const { status, body: problem } = await call(server().url, url + query, {
          method,
          token,
          body,
        });
        return { status, problem };
      }));
      assert.equal(answer.problem.code, "not-found", `${method} ${path}: ${answer.problem.detail}`);
      assert.deepEqual(answer, expected, `${method} ${path}`);
    }
  }
});

Deno.test("an invited person is a member at once, on all devices, and the room says who let them in", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using phone = await connect(bob);
  await using laptop = await connect(bob);
  const { room } = await a.request("create-room", { name: freshName("cabin"), kind: "private" });
  await a.request("invite", { room: room.id, person: `@${bob.name}` });
  for (const device of [phone, laptop]) {
    const joined = (await device.next("joined")).room;
    assert.deepEqual([joined.id, joined.name, joined.you.role], [room.id, room.name, "member"]);
  }
  const event = await a.find((frame) => frame.kind === "invite", "the invitation's event");
  assert.deepEqual([event.author.id, event.person.id], [alice.id, bob.id]);
  const { seq } = await phone.say(room.id, "thanks");
  await a.reaches(room.id, seq);
  // Members let others in too, in a private room as in a public one.
  const carol = await newAccount("carol");
  await phone.request("invite", { room: room.id, person: carol.name });
  await using c = await connect(carol);
  assert.equal(c.room(room.name), room.id);
});

Deno.test("nobody is invited who is there already, is banned, or doesn't exist, nor into a direct room", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  const carol = await newAccount("carol");
  await using a = await connect(alice);
  const { room } = await a.request("create-room", { name: freshName("cabin"), kind: "private" });
  await a.request("invite", { room: room.id, person: bob.name });
  const again = a.request("invite", { room: room.id, person: bob.name });
  await assert.rejects(again, { code: "conflict", message: /in this room already/ });
  await a.request("ban", { room: room.id, person: bob.name });
  const banned = a.request("invite", { room: room.id, person: bob.name });
  await assert.rejects(banned, { code: "forbidden", message: /is banned from this room/ });
  const nobody = a.request("invite", { room: room.id, person: "nobody-of-this-name" });
  await assert.rejects(nobody, { code: "not-found", message: /Nobody is called/ });
  const { room: direct } = await a.request("direct", { people: [bob.name] });
  const third = a.request("invite", { room: direct.id, person: carol.name });
  await assert.rejects(third, { code: "conflict", message: /direct conversation/ });
});

Deno.test("whoever left a private room can't find it any more", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { room } = await a.request("create-room", { name: freshName("cabin"), kind: "private" });
  await a.request("invite", { room: room.id, person: bob.name });
  await b.next("joined");
  await b.request("leave", { room: room.id });
  await b.next("left");
  await assert.rejects(b.request("history", { room: room.id }), { code: "not-found" });
  await assert.rejects(b.request("join", { room: room.id }), { code: "not-found" });
});
