/**
 * Tests of the HTTP API's client, over real sockets.
 * @module
 */
import assert from "node:assert/strict";
import { Api } from "./api.ts";
import { LOBBY, problem } from "./testing/scripted_api.ts";
import { ScriptedServer } from "./testing/scripted_server.ts";

async function withServer(body: (server: ScriptedServer) => Promise<void>): Promise<void> {
  const server = await ScriptedServer.start();
  try {
    await body(server);
  } finally {
    await server.close();
  }
}

Deno.test("an account registers, asks, and logs out", () =>
  withServer(async (server) => {
    const { token, account } = await new Api(server.url).register({
      name: "alice",
      password: "correct horse",
    });
    assert.equal(account.name, "alice");
    const api = new Api(server.url, token);
    assert.deepEqual((await api.request("me", {})).account.id, account.id);
    assert.equal((await api.request("join", { room: "#lobby" })).room.id, LOBBY);
    const posted = await api.post("lobby", { id: "one", text: "hello" });
    assert.deepEqual(await api.post("lobby", { id: "one", text: "hello" }), posted);
    const page = await api.history("lobby", { after: 0, limit: 10 });
    assert.deepEqual(page.events.map(({ seq }) => seq), [1]);
    assert.equal((await api.request("rooms", {})).rooms[0].joined, true);
    assert.equal((await api.request("online", { room: "lobby" })).total, 1);
    await api.logOut();
    await assert.rejects(api.request("me", {}), { code: "not-signed-in" });
  }));

Deno.test("a refusal carries the server's code, words and wait", () =>
  withServer(async (server) => {
    const api = new Api(server.url);
    await assert.rejects(api.logIn({ name: "alice", password: "wrong" }), {
      code: "wrong-password",
      message: "The name or the password is wrong.",
    });
    server.api.fault = () => problem("rate-limited", "Too fast.", 1.5);
    await assert.rejects(api.info(), { code: "rate-limited", retryAfter: 1.5 });
  }));

Deno.test("no server, a proxy without one, and something else are told apart", async () => {
  const server = await ScriptedServer.start();
  const { url, api: { calls } } = server;
  const api = new Api(url);
  server.api.fault = () => ({ status: 502, headers: { "retry-after": "7" }, body: "Bad gateway" });
  await assert.rejects(api.info(), { code: "unavailable", retryAfter: 7 });
  server.api.fault = () => ({ status: 404, body: "<h1>Not here</h1>" });
  await assert.rejects(api.info(), { code: "unreachable", message: /not a Parley server/ });
  server.api.fault = () => ({ status: 200, body: { name: "squirrel" } });
  await assert.rejects(api.info(), { code: "internal", message: /can't be read/ });
  server.api.fault = () => ({ status: 301, headers: { location: "https://new.example/" } });
  await assert.rejects(api.info(), { code: "unreachable", message: /points to https:\/\/new/ });
  assert.equal(calls.length, 4);
  await server.close();
  await assert.rejects(api.info(), { code: "unreachable", message: /^No server answers at http/ });
});
