import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, guest, logOut, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { eventually, sleep } from "../support/wait.ts";

const server = serverOfFile();

/** The first account: nobody else who is tested here has power by it. */
let administrator: Account;

Deno.test.beforeAll(async () => {
  administrator = await register(server().url, "first");
});

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

function connect({ token }: Account): Promise<TestClient> {
  return TestClient.connect(server().url, token);
}

/** A room of Alice's with a moderator, Mia, and a member, Bob, all connected. */
async function garden() {
  const [alice, mia, bob] = await Promise.all(["alice", "mia", "bob"].map(newAccount));
  const clients = await Promise.all([alice, mia, bob].map(connect));
  const [owner, moderator, member] = clients;
  const { room } = await owner.request("join", { room: freshName("garden") });
  await moderator.request("join", { room: room.id });
  await member.request("join", { room: room.id });
  await owner.request("set-role", { room: room.id, person: mia.name, role: "moderator" });
  return {
    room: room.id,
    alice,
    mia,
    bob,
    owner,
    moderator,
    member,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

Deno.test("whoever is kicked is out on every device, and may come back", async () => {
  await using g = await garden();
  await using phone = await connect(g.bob);
  await g.moderator.request("kick", { room: g.room, person: g.bob.name, reason: "too loud" });
  const by = { id: g.mia.id, name: g.mia.name };
  for (const device of [g.member, phone]) {
    const { room, removed } = await device.next("left");
    assert.deepEqual([room, removed], [g.room, { kind: "kick", by, reason: "too loud" }]);
  }
  const event = await g.owner.find((frame) => frame.kind === "kick", "the kick");
  assert.deepEqual(
    [event.author.id, event.person.id, event.reason],
    [g.mia.id, g.bob.id, "too loud"],
  );
  await assert.rejects(g.member.say(g.room, "hello?"), { code: "not-found" });
  await g.member.request("join", { room: g.room });
  await g.member.say(g.room, "I am back");
});

Deno.test("whoever is banned is out and can't come back, until the ban is taken back", async () => {
  await using g = await garden();
  await g.moderator.request("ban", { room: g.room, person: g.bob.name, reason: "flooding" });
  assert.equal((await g.member.next("left")).removed.kind, "ban");
  await assert.rejects(g.member.request("join", { room: g.room }), {
    code: "forbidden",
    message: /banned from this room: flooding/,
  });
  await assert.rejects(g.owner.request("invite", { room: g.room, person: g.bob.name }), {
    code: "forbidden",
  });
  const { code } = await g.owner.request("create-invitation", { room: g.room });
  await assert.rejects(g.member.request("accept-invitation", { code }), { code: "forbidden" });
  const { bans } = await g.moderator.request("bans", { room: g.room });
  assert.deepEqual(
    bans.map(({ person, by, reason, until }) => [person.id, by.id, reason, until]),
    [[g.bob.id, g.mia.id, "flooding", undefined]],
  );
  await g.owner.request("unban", { room: g.room, person: g.bob.name });
  assert.deepEqual((await g.moderator.request("bans", { room: g.room })).bans, []);
  await g.member.request("join", { room: g.room });
  await assert.rejects(g.owner.request("unban", { room: g.room, person: g.bob.name }), {
    code: "not-found",
    message: /is not banned/,
  });
});

Deno.test("a ban for a time is over by itself", async () => {
  await using g = await garden();
  const ban = (seconds: number) =>
    g.moderator.request("ban", { room: g.room, person: g.bob.name, for: seconds });
  await ban(3600);
  assert.equal(typeof (await g.member.next("left")).removed.until, "number");
  const join = () => g.member.request("join", { room: g.room });
  await assert.rejects(join(), { code: "forbidden", message: /for 60 minutes more/ });
  await ban(1);
  await eventually(() => isTaken(join()), "the ban is over");
  assert.deepEqual((await g.moderator.request("bans", { room: g.room })).bans, []);
});

Deno.test("somebody who is not there can be banned in advance, and not kicked or muted", async () => {
  await using g = await garden();
  const eve = await newAccount("eve");
  await using e = await connect(eve);
  for (const type of ["kick", "mute"] as const) {
    await assert.rejects(g.moderator.request(type, { room: g.room, person: eve.name }), {
      code: "not-found",
      message: /is not in this room/,
    });
  }
  await g.moderator.request("ban", { room: g.room, person: eve.name });
  await assert.rejects(e.request("join", { room: g.room }), { code: "forbidden" });
});

Deno.test("whoever is muted reads and can't write, until it is over or taken back", async () => {
  await using g = await garden();
  await g.moderator.request("mute", { room: g.room, person: g.bob.name, for: 3600, reason: "hm" });
  const event = await g.member.find((frame) => frame.kind === "mute", "the mute");
  assert.deepEqual([event.person.id, event.reason, event.until - event.at], [
    g.bob.id,
    "hm",
    3_600_000,
  ]);
  await assert.rejects(g.member.say(g.room, "mmh"), { code: "forbidden", message: /muted you/ });
  await g.member.request("leave", { room: g.room });
  await g.member.request("join", { room: g.room });
  await assert.rejects(g.member.say(g.room, "mmh"), { code: "forbidden" });
  await g.owner.request("unmute", { room: g.room, person: g.bob.name });
  await g.member.say(g.room, "ah");
  await g.moderator.request("mute", { room: g.room, person: g.bob.name });
  await assert.rejects(g.member.say(g.room, "mmh"), { code: "forbidden" });
  await g.moderator.request("mute", { room: g.room, person: g.bob.name, for: 1 });
  await eventually(() => isTaken(g.member.say(g.room, "ah")), "the mute is over");
});

Deno.test("nobody acts on somebody of the same or a higher standing, or on oneself", async () => {
  await using g = await garden();
  const noah = await newAccount("noah");
  await using other = await connect(noah);
  await other.request("join", { room: g.room });
  await g.owner.request("set-role", { room: g.room, person: noah.name, role: "moderator" });
  for (const type of ["kick", "ban", "mute"] as const) {
    const on = (client: TestClient, { name }: Account) =>
      client.request(type, { room: g.room, person: name });
    await assert.rejects(on(g.member, g.mia), { code: "forbidden" }, type);
    await assert.rejects(
      on(g.moderator, g.alice),
      { code: "forbidden", message: /is owner/ },
      type,
    );
    await assert.rejects(on(g.moderator, noah), { code: "forbidden", message: /is moderator/ });
    await assert.rejects(on(g.owner, g.alice), { code: "conflict", message: /yourself/ }, type);
  }
  await g.owner.request("kick", { room: g.room, person: noah.name });
});

Deno.test("nobody is put out of a direct room, and of a private one strangers learn nothing", async () => {
  await using g = await garden();
  const direct = (await g.owner.request("direct", { people: [g.bob.name] })).room.id;
  const { room } = await g.owner.request("create-room", {
    name: freshName("shed"),
    kind: "private",
  });
  const commands = ["kick", "ban", "unban", "mute", "unmute", "bans", "reports", "audit"] as const;
  for (const type of commands) {
    const on = (client: TestClient, room: string) =>
      client.request(type, {
        room,
        person: type === "bans" || type === "reports" ? undefined : g.bob.name,
      });
    await assert.rejects(on(g.owner, direct), { code: "conflict" }, type);
    const reasons = await Promise.all(
      [room.id, "R0000000000000000"].map((each) =>
        on(g.moderator, each).then(() => "", ({ message }) => message)
      ),
    );
    assert.match(reasons[0], /^not-found/, type);
    assert.equal(reasons[0], reasons[1], type);
  }
});

Deno.test("in slow mode members wait between two messages, moderators don't", async () => {
  await using g = await garden();
  const { room } = await g.moderator.request("slow-mode", { room: g.room, seconds: 3600 });
  assert.equal(room.slowMode, 3600);
  const event = await g.member.find((frame) => frame.kind === "settings", "the settings");
  assert.equal(event.slowMode, 3600);
  await g.member.say(g.room, "one");
  await assert.rejects(g.member.say(g.room, "two"), {
    code: "rate-limited",
    message: /slow mode: one message in 3600 s/,
  });
  // Neither something that was refused nor a mute makes the room forget who wrote when.
  await assert.rejects(g.member.request("leave", { room: "R0000000000000000" }));
  await assert.rejects(g.moderator.request("unmute", { room: g.room, person: g.bob.name }));
  await g.moderator.request("mute", { room: g.room, person: g.bob.name });
  await g.moderator.request("unmute", { room: g.room, person: g.bob.name });
  await assert.rejects(g.member.say(g.room, "two"), { code: "rate-limited" });
  await g.moderator.say(g.room, "one");
  await g.moderator.say(g.room, "two");
  await assert.rejects(g.member.request("slow-mode", { room: g.room, seconds: 0 }), {
    code: "forbidden",
  });
  await g.moderator.request("slow-mode", { room: g.room, seconds: 0 });
  await g.member.say(g.room, "two");
  await g.member.say(g.room, "three");
});

Deno.test("a banned guest's address is banned there too, for guests, and only there", async () => {
  const { url } = server();
  await using g = await garden();
  const visitor = await guest(url, freshName("visitor"));
  await using v = await connect(visitor);
  await v.request("join", { room: g.room });
  await g.moderator.request("ban", { room: g.room, person: visitor.name });
  const { until } = (await v.next("left")).removed;
  assert.equal(typeof until, "number", "against a guest nothing is for ever");
  await logOut(url, visitor.token);
  await using again = await connect(await guest(url, freshName("visitor")));
  await assert.rejects(again.request("join", { room: g.room }), {
    code: "forbidden",
    message: /banned from this room for \d+ hours more/,
  });
  await again.say("lobby", "elsewhere all is well");
  await using neighbour = await connect(await newAccount("carol"));
  await neighbour.request("join", { room: g.room });
  // The guest is gone and its name is free: it is found among those banned all the same.
  await g.moderator.request("unban", { room: g.room, person: visitor.name });
  await again.request("join", { room: g.room });
});

Deno.test("a guest whose address is banned in the lobby comes in without being in it", async () => {
  const { url } = server();
  const { token } = administrator;
  const visitor = await guest(url, freshName("visitor"));
  const path = `/v1/rooms/lobby/bans/${visitor.name}`;
  assert.equal((await call(url, path, { method: "PUT", token, body: { for: 600 } })).status, 200);
  await using later = await connect(await guest(url, freshName("visitor")));
  assert.deepEqual(later.welcome.rooms, []);
  assert.equal((await call(url, path, { method: "DELETE", token })).status, 200);
  await later.request("join", { room: "lobby" });
});

Deno.test("bans come in pages, newest first", async () => {
  const { url } = server();
  await using g = await garden();
  const people = await Promise.all([1, 2, 3].map(() => newAccount("eve")));
  for (const { name } of people) await g.owner.request("ban", { room: g.room, person: name });
  const page = (after: string) =>
    call(url, `/v1/rooms/${g.room}/bans?limit=2${after}`, { token: g.mia.token });
  const first = (await page("")).body;
  const second = (await page(`&after=${first.next}`)).body;
  const found = [...first.bans, ...second.bans].map(({ person }) => person.id);
  assert.equal(first.bans.length, 2);
  assert.deepEqual(found.toSorted(), people.map(({ id }) => id).toSorted());
  assert.equal(found.at(-1), people[0].id);
  assert.equal(second.next, undefined);
  assert.equal((await page("&after=nonsense")).status, 400);
});

/** False, after a while, for what is refused as `forbidden`. */
async function isTaken(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== "forbidden") throw error;
    await sleep(200);
    return false;
  }
}
