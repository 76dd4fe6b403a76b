import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { call, freshName, guest, logOut, register } from "../support/http.ts";
import { serverOfFile, startServer } from "../support/server.ts";

const server = serverOfFile();

Deno.test("a guest needs no password, is marked as one, and chats", async () => {
  const { url } = server();
  const visitor = await guest(url, freshName("visitor"));
  await using client = await TestClient.connect(url, visitor.token);
  assert.deepEqual(client.welcome.you, { id: visitor.id, name: visitor.name, guest: true });
  const { seq } = await client.say("lobby", "hello from outside");
  const event = await client.find((f) => f.type === "event" && f.seq === seq, "the guest's words");
  assert.deepEqual(event.author, { id: visitor.id, name: visitor.name, guest: true });
});

Deno.test("a guest without a name gets one", async () => {
  const { name } = await guest(server().url);
  assert.match(name, /^guest-\w{4,}$/);
});

Deno.test("a guest who doesn't enter the lobby is seen by nobody there", async () => {
  const { url } = server();
  const alice = await register(url, freshName("alice"));
  await using watcher = await TestClient.connect(url, alice.token);
  const { body } = await call(url, "/v1/guests", { body: { lobby: false } });
  await using client = await TestClient.connect(url, body.token);
  assert.deepEqual(client.welcome.rooms, []);
  await client.request("online");
  const { people } = await watcher.request("online");
  assert.ok(people.every(({ id }) => id !== body.account.id));
  assert.ok(watcher.frames.every((frame) => !JSON.stringify(frame).includes(body.account.id)));
});

Deno.test("a guest's name is taken while it is there, and free once it left", async () => {
  const { url } = server();
  const name = freshName("visitor");
  const first = await guest(url, name);
  const twin = await call(url, "/v1/guests", { body: { name } });
  assert.equal(twin.status, 409);
  assert.equal(twin.body.code, "name-taken");
  await using client = await TestClient.connect(url, first.token);
  await logOut(url, first.token);
  assert.equal((await client.closed).code, 4102);
  const second = await guest(url, name);
  assert.notEqual(second.id, first.id);
});

Deno.test("a guest that logs out leaves its rooms, and its words stay", async () => {
  const { url } = server();
  const alice = await register(url, freshName("alice"));
  await using watcher = await TestClient.connect(url, alice.token);
  const visitor = await guest(url, freshName("visitor"));
  await using client = await TestClient.connect(url, visitor.token);
  await client.say("lobby", "I was here");
  await logOut(url, visitor.token);
  const ofVisitor = (kind: string) =>
    watcher.find((f) => f.kind === kind && f.author.id === visitor.id, `the guest's ${kind}`);
  await ofVisitor("leave");
  assert.equal((await ofVisitor("message")).text, "I was here");
});

Deno.test("a guest can enter a room and not make one", async () => {
  const { url } = server();
  const alice = await register(url, freshName("alice"));
  await using maker = await TestClient.connect(url, alice.token);
  const room = freshName("garden");
  await maker.request("join", { room });
  await using client = await TestClient.connect(url, (await guest(url)).token);
  assert.equal((await client.request("join", { room })).created, false);
  await assert.rejects(client.request("join", { room: freshName("shed") }), {
    code: "forbidden",
    message: /guests can't make one/,
  });
});

Deno.test("the operator can keep guests out", async () => {
  await using closed = await startServer({ flags: ["--guests", "off"] });
  const { status, body } = await call(closed.url, "/v1/guests", { body: { name: "visitor" } });
  assert.equal(status, 403);
  assert.equal(body.code, "guests-off");
  assert.match(body.detail, /Register an account/);
});
