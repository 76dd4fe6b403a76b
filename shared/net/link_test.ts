/**
 * Tests of how links begin and end, over real sockets, and of what the connection makes of it.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../limits.ts";
import { ManualClock } from "./testing/manual_clock.ts";
import { message, Recorder, scene, texts } from "./testing/recorder.ts";
import { ScriptedServer } from "./testing/scripted_server.ts";

Deno.test("a server that is not there is told, and found when it starts", async () => {
  const before = await ScriptedServer.start();
  const token = before.api.session("alice");
  const client = new Recorder(before, { token });
  const port = before.port;
  await before.close();
  client.connection.start();
  client.connection.send(message("queued"));
  await client.until(() => client.of("status").some(({ status }) => status.state === "offline"));
  const offline = client.of("status")[1].status;
  assert.deepEqual(offline, {
    state: "offline",
    reason: `No server answers at http://127.0.0.1:${port}.`,
    retryIn: 0,
  });
  const server = await ScriptedServer.start(port);
  server.api.tokens.set(token, { id: "Ualice", name: "alice" });
  await client.until(() => client.has("acked"));
  assert.deepEqual(texts(server), ["queued"]);
  await client.connection.close();
  await server.close();
});

Deno.test("a session that has ended is told, and no try follows", () =>
  scene(async (server, client) => {
    client.connection.start();
    await client.until(() => client.of("status").length === 2);
    assert.deepEqual(client.of("status")[1].status, { state: "closed", reason: "Log in again." });
    assert.equal(server.hellos.length, 1);
  }, { token: "unknown" }));

Deno.test("bye names the least wait before the return", () => {
  const clock = new ManualClock();
  return scene(async (server, client) => {
    await client.online();
    server.say({ type: "bye", code: 4000, reason: "Restart.", reconnect: true, after: 3 });
    await client.until(() => client.of("status").at(-1)?.status.state === "offline");
    const { status } = client.of("status").at(-1)!;
    assert.deepEqual(status, { state: "offline", reason: "Restart.", retryIn: 3_000 });
    clock.advance(2_999);
    assert.equal(server.hellos.length, 1);
    clock.advance(1);
    await client.until(() => client.of("welcome").length === 2);
  }, { clock });
});

Deno.test("what can't be read leads to a new connection; unknown frames do not", () =>
  scene(async (server, client) => {
    await client.online();
    server.say(`{"type":"party","balloons":99}\n{"type":"pong"}`);
    server.api.chatter("one");
    await client.until(() => client.seqs.length === 1);
    assert.equal(server.hellos.length, 1);
    for (const bad of ["not json", `{"type":"event","seq":"x"}`, "[]", `{"type":"gap"}`]) {
      const before = server.hellos.length;
      server.say(bad);
      await client.until(() => client.of("welcome").length === before + 1);
    }
    server.api.chatter("two");
    await client.until(() => client.seqs.length === 2);
  }));

Deno.test("a silent server is pinged, then left", () => {
  const clock = new ManualClock();
  return scene(async (server, client) => {
    const pinged = Promise.withResolvers<void>();
    server.faults.takes = (frame) => frame.type === "ping" && (pinged.resolve(), true);
    await client.online();
    clock.advance(limits.quietTime);
    await pinged.promise;
    clock.advance(limits.pongTime);
    assert.deepEqual(client.of("status").at(-1)?.status, {
      state: "offline",
      reason: "The server fell silent.",
      retryIn: 250,
    });
  }, { clock, random: () => 0.5 });
});

Deno.test("a server that does not answer the greeting is given up in time", () => {
  const clock = new ManualClock();
  return scene(async (server, client) => {
    const greeted = Promise.withResolvers<void>();
    server.faults.takes = (frame) => frame.type === "hello" && (greeted.resolve(), true);
    client.connection.start();
    await greeted.promise;
    clock.advance(limits.connectTime);
    const { status } = client.of("status").at(-1)!;
    assert.equal(status.state, "offline");
    assert.match((status as { reason: string }).reason, /did not answer in time/);
  }, { clock, random: () => 0.5 });
});
