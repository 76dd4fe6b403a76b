import assert from "node:assert/strict";
import { type Frame, TestClient } from "../support/client.ts";
import { type Account, freshName, register } from "../support/http.ts";
import { OPCODE, RawWebSocket } from "../support/raw_websocket.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

function newAccount(): Promise<Account> {
  return register(server().url, freshName("alice"));
}

/** Sends frames on a fresh connection and waits for its end. */
async function endOf(...texts: string[]): Promise<{ bye: Frame; code: number }> {
  const client = await TestClient.open(server().url);
  for (const text of texts) client.sendText(text);
  const bye = await client.next("bye");
  const { code } = await client.closed;
  await client.close();
  return { bye, code };
}

Deno.test("hello is answered by a welcome that says who, where, and what to keep to", async () => {
  const alice = await newAccount();
  await using client = await TestClient.connect(server().url, alice.token);
  const { you, rooms, limits, time, server: about } = client.welcome;
  assert.deepEqual(you, { id: alice.id, name: alice.name });
  assert.equal(rooms.length, 1);
  assert.equal(rooms[0].name, "lobby");
  assert.equal(rooms[0].kind, "public");
  assert.deepEqual(limits, { messageBytes: 8192, sendsPerSecond: 10, sendBurst: 50 });
  assert.ok(Math.abs(time - Date.now()) < 3_600_000);
  assert.match(about.version, /^\d+\.\d+\.\d+/);
});

Deno.test("a token that is none ends the connection with 4100, and not to come back", async () => {
  const { bye, code } = await endOf(JSON.stringify({ type: "hello", token: "no-such-token" }));
  assert.equal(code, 4100);
  assert.equal(bye.code, 4100);
  assert.equal(bye.reconnect, false);
  assert.match(bye.reason, /Log in again/);
});

Deno.test("whoever asks before hello is cut with 4101", async () => {
  const { bye, code } = await endOf(JSON.stringify({ type: "rooms", id: "r" }));
  assert.equal(code, 4101);
  assert.match(bye.reason, /first frame must be hello/);
  assert.equal(bye.reconnect, false);
});

Deno.test("whoever starts with what is no frame is cut with 4101", async () => {
  for (const text of ["hello", "[]", "7", '{"type":"hello","token":7}']) {
    assert.equal((await endOf(text)).code, 4101, text);
  }
});

Deno.test("whoever never says hello is cut with 4004, and may come back", async () => {
  const { bye, code } = await endOf();
  assert.equal(code, 4004);
  assert.equal(bye.reconnect, true);
});

Deno.test("a newer client's hello may hold what this version doesn't know", async () => {
  const { token } = await newAccount();
  await using client = await TestClient.open(server().url);
  client.sendText(JSON.stringify({ type: "hello", token, sparkle: { since: "2.0" } }));
  await client.next("welcome");
});

Deno.test("a second hello is cut with 4101", async () => {
  const { token } = await newAccount();
  const client = await TestClient.connect(server().url, token);
  client.send({ type: "hello", token });
  assert.match((await client.next("bye")).reason, /second hello/);
  assert.equal((await client.closed).code, 4101);
});

Deno.test("an unknown frame is refused by its name, and the connection goes on", async () => {
  const { token } = await newAccount();
  await using client = await TestClient.connect(server().url, token);
  client.sendText(JSON.stringify({ type: "dance", id: "d1" }));
  await assert.rejects(client.answer("d1"), { code: "bad-request", message: /"dance"/ });
  await client.say("lobby", "still here");
});

Deno.test("a bad frame is refused with the field that is wrong, and the connection goes on", async () => {
  const { token } = await newAccount();
  await using client = await TestClient.connect(server().url, token);
  const cases: [object, RegExp][] = [
    [{ type: "send", id: "b1", room: "lobby" }, /"text" is missing/],
    [{ type: "send", id: "b2", room: "lobby", text: "  \n" }, /"text" is empty/],
    [{ type: "send", id: "b3", room: "lobby", text: "x", bold: 1 }, /"bold" is not a field/],
    [{ type: "history", id: "b4", room: "lobby", limit: 100_000 }, /"limit"/],
    [{ type: "history", id: "b5", room: "lobby", after: -1 }, /"after" must not be negative/],
  ];
  for (const [frame, reason] of cases) {
    client.sendText(JSON.stringify(frame));
    await assert.rejects(client.answer((frame as { id: string }).id), {
      code: "bad-request",
      message: reason,
    });
  }
  client.sendText("{ no JSON");
  const refusal = await client.find((f) => f.type === "refuse" && f.id === undefined, "a refusal");
  assert.match(refusal.message, /not JSON/);
  await client.say("lobby", "still here");
});

Deno.test("frames joined by a newline are taken as if each had come alone", async () => {
  const { token } = await newAccount();
  await using client = await TestClient.connect(server().url, token, { backlog: 0 });
  const room = client.room("lobby");
  client.send(
    { type: "send", id: "j1", room, text: "first" },
    { type: "ping" },
    { type: "send", id: "j2", room, text: "second" },
  );
  const [one, two] = [await client.answer("j1"), await client.answer("j2")];
  assert.ok(one.seq < two.seq);
  await client.next("pong");
  await client.reaches(room, two.seq);
  const ours = client.events.get(room)!.filter((e) => e.author.id === client.welcome.you.id);
  assert.deepEqual(ours.map((e) => e.kind === "message" && e.text).slice(-2), ["first", "second"]);
});

Deno.test("a message over 64 KiB is cut with 1009, in one piece or in fragments", async () => {
  const { port } = server();
  const whole = await RawWebSocket.connect({ port });
  whole.sendText("x".repeat(64 * 1024 + 1));
  assert.equal(await whole.nextClose(), 1009);
  const split = await RawWebSocket.connect({ port });
  const part = "x".repeat(30_000);
  split.sendFrame(OPCODE.text, part, { fin: false });
  split.sendFrame(OPCODE.continuation, part, { fin: false });
  split.sendFrame(OPCODE.continuation, part, { fin: true });
  assert.equal(await split.nextClose(), 1009);
  await Promise.all([whole.destroy(), split.destroy()]);
});

Deno.test("a flood of bad frames is cut with 4101", async () => {
  const { token } = await newAccount();
  const client = await TestClient.connect(server().url, token);
  client.sendText("{\n".repeat(500));
  assert.equal((await client.closed).code, 4101);
});
