import assert from "node:assert/strict";
import type { Role } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { type Account, freshName, guest, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

/** A room, and clients of those who entered it one after the other: the first owns it. */
async function roomOf(accounts: Account[]) {
  const clients: TestClient[] = [];
  const name = freshName("garden");
  let room = "";
  for (const account of accounts) {
    const client = await connect(account);
    room = (await client.request("join", { room: name })).room.id;
    clients.push(client);
  }
  return {
    room,
    clients,
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client.close();
    },
  };
}

async function rolesIn(client: TestClient, room: string): Promise<Record<string, Role>> {
  const { members } = await client.request("members", { room });
  return Object.fromEntries(members.map(({ person, role }) => [person.id, role]));
}

Deno.test("the owner gives roles, all members see it, and the new moderator may do what moderators may", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using world = await roomOf([alice, bob]);
  const { room, clients: [a, b] } = world;
  await assert.rejects(b.request("set-role", { room, person: bob.name, role: "moderator" }), {
    code: "forbidden",
    message: /Only owners/,
  });
  await a.request("set-role", { room, person: `@${bob.name}`, role: "moderator" });
  const event = await b.find((frame) => frame.kind === "role", "the role");
  assert.deepEqual([event.author.id, event.person.id, event.role], [alice.id, bob.id, "moderator"]);
  assert.equal(
    (await b.request("set-topic", { room, topic: "Roses" })).room.you?.role,
    "moderator",
  );
  const { entries } = await b.request("audit", { room, action: "set-role" });
  assert.deepEqual(entries.map(({ actor, person, detail }) => [actor?.id, person?.id, detail]), [
    [alice.id, bob.id, "member → moderator"],
  ]);
  // The same role again is no news.
  const { head } = (await a.request("room", { room })).room;
  await a.request("set-role", { room, person: bob.name, role: "moderator" });
  assert.equal((await a.request("room", { room })).room.head, head);
});

Deno.test("a room keeps an owner: the only one can't step down, two can", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using world = await roomOf([alice, bob]);
  const { room, clients: [a] } = world;
  await assert.rejects(a.request("set-role", { room, person: alice.name, role: "member" }), {
    code: "conflict",
    message: /only owner/,
  });
  await a.request("set-role", { room, person: bob.name, role: "owner" });
  await a.request("set-role", { room, person: alice.name, role: "member" });
  assert.deepEqual(await rolesIn(a, room), { [alice.id]: "member", [bob.id]: "owner" });
});

Deno.test("roles are for members, and no guest has power", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  const visitor = await guest(server().url, freshName("visitor"));
  await using world = await roomOf([alice, visitor]);
  const { room, clients: [a] } = world;
  await assert.rejects(a.request("set-role", { room, person: bob.name, role: "moderator" }), {
    code: "not-found",
    message: /is not in this room/,
  });
  await assert.rejects(a.request("set-role", { room, person: visitor.name, role: "moderator" }), {
    code: "conflict",
    message: /a guest/,
  });
});

Deno.test("when the last owner leaves, the longest-serving moderator owns the room", async () => {
  const people = [];
  for (const stem of ["alice", "bob", "carol"]) people.push(await newAccount(stem));
  const [, bob, carol] = people;
  await using world = await roomOf(people);
  const { room, clients: [a, , c] } = world;
  await a.request("set-role", { room, person: carol.name, role: "moderator" });
  await a.request("leave", { room });
  const event = await c.find((f) => f.kind === "role" && f.role === "owner", "the new owner");
  assert.equal(event.person.id, carol.id);
  assert.deepEqual(await rolesIn(c, room), { [bob.id]: "member", [carol.id]: "owner" });
});

Deno.test("without a moderator it is the longest-serving member, but no guest", async () => {
  const visitor = await guest(server().url, freshName("visitor"));
  const [alice, bob, carol] = [
    await newAccount("alice"),
    await newAccount("bob"),
    await newAccount("carol"),
  ];
  await using world = await roomOf([alice, visitor, bob, carol]);
  const { room, clients: [a, v, b, c] } = world;
  await a.request("leave", { room });
  const expected = { [visitor.id]: "member", [bob.id]: "owner", [carol.id]: "member" };
  assert.deepEqual(await rolesIn(b, room), expected);
  await b.request("leave", { room });
  await c.request("leave", { room });
  assert.deepEqual(await rolesIn(v, room), { [visitor.id]: "member" });
  // Whoever comes next and can rule finds nobody there who does.
  assert.equal((await c.request("join", { room })).room.you?.role, "owner");
});
