import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

/** Alice and Bob in a new room. */
async function inOneRoom(): Promise<{ alice: Account; bob: Account; room: string }> {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  const name = freshName("garden");
  let room = "";
  for (const { token } of [alice, bob]) {
    const { body } = await call(server().url, `/v1/rooms/${name}/join`, { method: "POST", token });
    room = body.room.id;
  }
  return { alice, bob, room };
}

/** What an account holds in a room, as its devices are told when they connect. */
async function held(account: Account, room: string): Promise<unknown> {
  await using client = await connect(account);
  return client.welcome.rooms.find(({ id }: { id: string }) => id === room).you;
}

Deno.test("what was said since one was there is unread, what happened else is not", async () => {
  const { alice, bob, room } = await inOneRoom();
  await using a = await connect(alice);
  await a.say(room, "one");
  await a.request("set-topic", { room, topic: "news" });
  const { seq } = await a.say(room, "two");
  const before = await held(bob, room) as { read: number };
  assert.deepEqual(before, { role: "member", read: 3, unread: 2, mentions: 0, notify: "all" });
  await using b = await connect(bob);
  assert.deepEqual(
    await b.request("mark-read", { room, seq: 4 }),
    { room, read: 4, unread: 1, mentions: 0, notify: "all" },
  );
  await b.request("mark-read", { room, seq });
  assert.deepEqual(await held(bob, room), { ...before, read: seq, unread: 0 });
});

Deno.test("what one writes oneself is read, unless something before it isn't", async () => {
  const { alice, bob, room } = await inOneRoom();
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { seq } = await a.say(room, "one");
  const all = { role: "owner", read: seq, unread: 0, mentions: 0, notify: "all" };
  assert.deepEqual(await held(alice, room), all);
  await b.say(room, "two");
  const own = await a.say(room, "three");
  assert.deepEqual(await held(alice, room), { ...all, unread: 2 });
  await a.request("mark-read", { room, seq: own.seq });
  await a.say(room, "four");
  assert.deepEqual(await held(alice, room), { ...all, read: own.seq + 1 });
});

Deno.test("every device of the account is told where the marker is, and nobody else", async () => {
  const { alice, bob, room } = await inOneRoom();
  await using a = await connect(alice);
  await using phone = await connect(bob);
  await using laptop = await connect(bob);
  const { seq } = await a.say(room, "hello");
  await phone.request("mark-read", { room, seq });
  const expected = { type: "read", room, read: seq, unread: 0, mentions: 0, notify: "all" };
  for (const device of [phone, laptop]) assert.deepEqual(await device.next("read"), expected);
  await a.reaches(room, (await phone.say(room, "read it")).seq);
  assert.equal(a.frames.find(({ type }) => type === "read"), undefined);
});

Deno.test("the marker never goes back, and never beyond the newest event", async () => {
  const { alice, bob, room } = await inOneRoom();
  await using a = await connect(alice);
  await using b = await connect(bob);
  await a.say(room, "one");
  const { seq } = await a.say(room, "two");
  assert.equal((await b.request("mark-read", { room, seq: 1_000_000 })).read, seq);
  for (const behind of [1, seq - 1, seq]) {
    assert.equal((await b.request("mark-read", { room, seq: behind })).read, seq);
  }
  await a.say(room, "three");
  const last = await a.say(room, "four");
  const { read, unread } = await b.request("mark-read", { room, seq: last.seq - 1 });
  assert.deepEqual([read, unread], [last.seq - 1, 1]);
  // What changes nothing is told to nobody.
  await b.find((frame) => frame.type === "read" && frame.read === read, "the last marker");
  const told = b.frames.filter(({ type }) => type === "read").map((frame) => frame.read);
  assert.deepEqual(told, [seq, read]);
});

Deno.test("markers of many devices, in whatever order they come, end at the farthest", async () => {
  const { alice, bob, room } = await inOneRoom();
  await using a = await connect(alice);
  const devices = await Promise.all([connect(bob), connect(bob)]);
  let seq = 0;
  for (let n = 0; n < 10; n++) ({ seq } = await a.say(room, `${n}`));
  const marks = [4, 12, 7, 5, 13, 6, 3, 10].map((mark, n) =>
    devices[n % 2].request("mark-read", { room, seq: mark })
  );
  await Promise.all(marks);
  for (const device of devices) {
    await device.until(
      () => device.frames.some((frame) => frame.type === "read" && frame.read === 13),
      "the farthest marker",
    );
    const told = device.frames.filter(({ type }) => type === "read").map(({ read }) => read);
    assert.deepEqual(told, [...told].sort((x, y) => x - y), "no device sees it go back");
    await device.close();
  }
  assert.equal((await held(bob, room) as { unread: number }).unread, seq - 13);
});

Deno.test("mentions are counted until they are read", async () => {
  const { alice, bob, room } = await inOneRoom();
  await using a = await connect(alice);
  await using b = await connect(bob);
  const first = await a.say(room, `@${bob.name}: are you there?`);
  await a.say(room, "hm");
  const last = await a.say(room, "@room: is anybody there?");
  const counts = async (seq: number) => {
    const { unread, mentions } = await b.request("mark-read", { room, seq });
    return [unread, mentions];
  };
  assert.deepEqual(await counts(first.seq - 1), [3, 2]);
  assert.deepEqual(await counts(first.seq), [2, 1]);
  assert.deepEqual(await counts(last.seq), [0, 0]);
});

Deno.test("the notification level of a room is kept, told to all devices, and one's own", async () => {
  const { alice, bob, room } = await inOneRoom();
  await using phone = await connect(bob);
  await using laptop = await connect(bob);
  const state = await phone.request("set-notify", { room, level: "mentions" });
  assert.equal(state.notify, "mentions");
  assert.deepEqual(await laptop.next("read"), { type: "read", ...state });
  assert.deepEqual(await held(bob, room), {
    role: "member",
    read: state.read,
    unread: 0,
    mentions: 0,
    notify: "mentions",
  });
  assert.equal((await held(alice, room) as { notify: string }).notify, "all");
  const { status, body } = await call(server().url, `/v1/rooms/${room}/notify`, {
    method: "PUT",
    token: bob.token,
    body: { level: "loud" },
  });
  assert.deepEqual([status, body.code], [400, "bad-request"]);
});

Deno.test("only members have a marker in a public room", async () => {
  const { room } = await inOneRoom();
  const carol = await newAccount("carol");
  await using client = await connect(carol);
  for (
    const [type, fields] of [["mark-read", { seq: 1 }], ["set-notify", { level: "none" }]] as const
  ) {
    const refused = client.request(type, { room, ...fields });
    await assert.rejects(refused, { code: "forbidden", message: /Only members/ });
  }
});
