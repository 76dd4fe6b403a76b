import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, guest, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();
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

/** The report of `text` in a list. */
function ofText<R extends { text?: string }>(reports: R[], text: string): R | undefined {
  return reports.find((each) => each.text === text);
}

Deno.test("a reported message is kept as it was, for moderators and administrators to see", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  await using v = await connect(await guest(server().url));
  await using admin = await connect(administrator);
  const { room } = await a.request("join", { room: freshName("garden") });
  for (const client of [b, v]) await client.request("join", { room: room.id });
  const text = freshName("something awful");
  const { seq } = await b.say(room.id, text);
  await v.request("report", { room: room.id, seq, reason: "rude" });
  await v.request("report", { room: room.id, seq, reason: "rude, as I said" });
  await b.request("edit", { room: room.id, seq, text: "something nice" });
  const { reports } = await a.request("reports", { room: room.id });
  assert.equal(reports.length, 1, "the same message twice is one report");
  const { id, by, person, reason } = reports[0];
  assert.deepEqual(
    [by.guest, person.id, reason, reports[0].room, reports[0].seq, reports[0].text],
    [true, bob.id, "rude", room.id, seq, text],
  );
  assert.equal(ofText((await admin.request("all-reports")).reports, text)?.id, id);
  await assert.rejects(b.request("reports", { room: room.id }), { code: "forbidden" });
  await assert.rejects(a.request("all-reports"), { code: "forbidden" });
  await assert.rejects(b.request("resolve-report", { report: id }), { code: "not-found" });
  await a.request("resolve-report", { report: id });
  assert.deepEqual((await a.request("reports", { room: room.id })).reports, []);
  assert.equal(ofText((await admin.request("all-reports")).reports, text), undefined);
  await assert.rejects(a.request("resolve-report", { report: id }), { code: "not-found" });
});

Deno.test("what is reported in a private or direct room reaches the administrators", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  await using admin = await connect(administrator);
  const shed = (await a.request("create-room", { name: freshName("shed"), kind: "private" })).room;
  await a.request("invite", { room: shed.id, person: bob.name });
  const direct = (await a.request("direct", { people: [bob.name] })).room;
  for (const room of [shed.id, direct.id]) {
    const text = freshName("between us");
    const { seq } = await b.say(room, text);
    await assert.rejects(admin.request("report", { room, seq, reason: "?" }), {
      code: "not-found",
    });
    await a.request("report", { room, seq, reason: "a threat" });
    const found = ofText((await admin.request("all-reports")).reports, text);
    assert.equal(found?.room, room);
    await admin.request("resolve-report", { report: found!.id });
  }
  // In a direct room there is nobody to keep order: least of all whoever is reported.
  await assert.rejects(b.request("reports", { room: direct.id }), { code: "conflict" });
});

Deno.test("nobody sees or closes a report about oneself", async () => {
  const [alice, mia] = [await newAccount("alice"), await newAccount("mia")];
  await using a = await connect(alice);
  await using m = await connect(mia);
  const { room } = await a.request("join", { room: freshName("garden") });
  await m.request("join", { room: room.id });
  await a.request("set-role", { room: room.id, person: mia.name, role: "moderator" });
  const { seq } = await m.say(room.id, "I rule");
  await a.request("report", { room: room.id, seq, reason: "vain" });
  const { reports: [{ id }] } = await a.request("reports", { room: room.id });
  assert.deepEqual((await m.request("reports", { room: room.id })).reports, []);
  await assert.rejects(m.request("resolve-report", { report: id }), { code: "not-found" });
});

Deno.test("only messages that are there can be reported, by members, with a reason", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { room } = await a.request("join", { room: freshName("garden") });
  const { seq } = await a.say(room.id, "hm");
  await assert.rejects(b.request("report", { room: room.id, seq, reason: "no" }), {
    code: "forbidden",
  });
  await b.request("join", { room: room.id });
  for (const none of [1, 999]) {
    await assert.rejects(b.request("report", { room: room.id, seq: none, reason: "no" }), {
      code: "not-found",
    });
  }
  await assert.rejects(b.request("report", { room: room.id, seq, reason: "  " }), {
    code: "bad-request",
  });
  await a.request("delete", { room: room.id, seq });
  await assert.rejects(b.request("report", { room: room.id, seq, reason: "no" }), {
    code: "conflict",
  });
});

Deno.test("the audit log of a room tells who did what to whom, newest first, by action and person", async () => {
  const [alice, bob, carol] = [
    await newAccount("alice"),
    await newAccount("bob"),
    await newAccount("carol"),
  ];
  await using a = await connect(alice);
  const { room } = await a.request("join", { room: freshName("garden") });
  for (const account of [bob, carol]) {
    const path = `/v1/rooms/${room.id}/join`;
    await call(server().url, path, { method: "POST", token: account.token });
  }
  await using b = await connect(bob);
  const { seq } = await b.say(room.id, "rubbish");
  const on = { room: room.id, person: bob.name };
  await a.request("delete", { room: room.id, seq });
  await a.request("mute", { ...on, for: 60, reason: "hush" });
  await a.request("unmute", on);
  await a.request("kick", on);
  await a.request("ban", { ...on, reason: "enough" });
  await a.request("unban", on);
  await a.request("slow-mode", { room: room.id, seconds: 5 });
  await a.request("set-role", { room: room.id, person: carol.name, role: "moderator" });
  const { entries } = await a.request("audit", { room: room.id });
  const told = entries.map(({ action, actor, person }) => [action, actor?.id, person?.id]);
  assert.deepEqual(told, [
    ["set-role", alice.id, carol.id],
    ["slow-mode", alice.id, undefined],
    ["unban", alice.id, bob.id],
    ["ban", alice.id, bob.id],
    ["kick", alice.id, bob.id],
    ["unmute", alice.id, bob.id],
    ["mute", alice.id, bob.id],
    ["delete", alice.id, bob.id],
  ]);
  assert.equal(entries.find(({ action }) => action === "mute")?.detail, "for 60 s: hush");
  const audit = (query: string, token = carol.token) =>
    call(server().url, `/v1/rooms/${room.id}/audit?${query}`, { token });
  const actions = async (query: string) =>
    (await audit(query)).body.entries.map((entry: { action: string }) => entry.action);
  assert.deepEqual(await actions("action=ban"), ["ban"]);
  assert.deepEqual(await actions(`person=${carol.name}`), ["set-role"]);
  assert.equal((await actions(`person=${alice.name}`)).length, 8, "what she did");
  const pages: string[] = [];
  let after = "";
  do {
    const { body } = await audit(`limit=3${after}`);
    assert.ok(body.entries.length <= 3);
    pages.push(...body.entries.map((entry: { action: string }) => entry.action));
    after = body.next ? `&after=${body.next}` : "";
  } while (after !== "");
  assert.deepEqual(pages, told.map(([action]) => action));
  assert.equal((await audit("", bob.token)).status, 403);
});

Deno.test("the server's audit log is the administrators', and private rooms are not in it", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using admin = await connect(administrator);
  const open = (await a.request("join", { room: freshName("garden") })).room;
  const shed = (await a.request("create-room", { name: freshName("shed"), kind: "private" })).room;
  for (const { id } of [open, shed]) {
    await a.request("ban", { room: id, person: bob.name, reason: "no reason" });
  }
  const { entries } = await admin.request("audit-server", { person: bob.name });
  assert.deepEqual(entries.map(({ action, room }) => [action, room]), [["ban", open.id]]);
  assert.equal((await a.request("audit", { room: shed.id })).entries[0].action, "ban");
  await assert.rejects(admin.request("audit", { room: shed.id }), { code: "not-found" });
  await assert.rejects(a.request("audit-server"), { code: "forbidden" });
});
