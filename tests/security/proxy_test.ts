import assert from "node:assert/strict";
import { freshName } from "../support/http.ts";
import { HandshakeRefused, RawWebSocket } from "../support/raw_websocket.ts";
import { serverOfFile } from "../support/server.ts";
import { ask } from "./asking.ts";

const server = serverOfFile({ flags: ["--trusted-proxy", "127.0.0.1"] });

Deno.test("limits for each address go by what a trusted proxy says, and by nobody else's word", async () => {
  const body = { name: "nobody", password: "wrong wrong wrong" };
  const from = (address: string, name: string) =>
    ask(server().port, "/v1/sessions", {
      method: "POST",
      headers: { "X-Forwarded-For": address },
      body: { ...body, name },
    });
  /** Whether of thirty attempts at once some are refused, each for a name of its own. */
  const runsOut = async (address: (n: number) => string) => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => from(address(n), freshName("nobody"))),
    );
    return answers.some(({ status }) => status === 429);
  };
  assert.ok(await runsOut(() => "198.51.100.7"));
  // What the client itself put before the proxy's entry changes nothing.
  assert.ok(await runsOut((n) => `6.6.6.${n}, 198.51.100.8`));
  // Of one IPv6 network all addresses count together.
  assert.ok(await runsOut((n) => `2001:db8::${n + 1}`));
  assert.ok(!await runsOut((n) => `198.51.101.${n}`));
});

Deno.test("a proxy's own connections are many; each WebSocket counts for whom it is from", async () => {
  const clients: RawWebSocket[] = [];
  const connect = (address: string) =>
    RawWebSocket.connect({ port: server().port, headers: { "X-Forwarded-For": address } });
  try {
    for (let n = 0; n < 300; n++) clients.push(await connect(`203.0.113.${n % 3}`));
    for (let n = 0; n < 156; n++) clients.push(await connect("203.0.113.1"));
    await assert.rejects(connect("203.0.113.1"), (error) => {
      return error instanceof HandshakeRefused && error.response.status === 429;
    });
    await (await connect("203.0.113.2")).destroy();
    await clients[1].destroy();
    clients.push(await connect("203.0.113.4"));
  } finally {
    for (const client of clients) await client.destroy();
  }
});
