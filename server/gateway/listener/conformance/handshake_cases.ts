/**
 * Conformance cases: opening a WebSocket.
 * @module
 */
import assert from "node:assert/strict";
import { HandshakeRefused, type RawOptions } from "../../../../tests/support/raw_websocket.ts";
import { rawRequest, type RawResponse } from "../../../../tests/support/raw_http.ts";
import { limits } from "../../../../shared/limits.ts";
import { type Case, type Site, until } from "./rig.ts";

/** The answer to a handshake that must be refused. */
async function refused(site: Site, options: Omit<RawOptions, "port">): Promise<RawResponse> {
  const accepted = site.peers.length;
  const result = await site.connect(options).catch((error) => error);
  assert.ok(result instanceof HandshakeRefused, `expected a refusal, got ${result}`);
  assert.equal(site.peers.length, accepted);
  return result.response;
}

const errorOf = (response: RawResponse) => JSON.parse(response.body);

export const handshakeCases: Record<string, Case> = {
  "an upgrade is accepted with the subprotocol, and the peer knows its address": async (rig) => {
    const site = await rig.start();
    const { server } = await site.pair();
    assert.equal(server.peer.address, "127.0.0.1");
    assert.equal(server.peer.waiting, 0);
  },

  "the words of an upgrade count in any letter case": async (rig) => {
    const site = await rig.start();
    for (const upgrade of ["WebSocket", "WEBSOCKET"]) {
      await site.connect({ headers: { Upgrade: upgrade, Connection: "keep-alive, upgrade" } });
    }
    await until(() => site.peers.length === 2, "both are accepted");
  },

  "the subprotocol may be one of several offered": async (rig) => {
    const site = await rig.start();
    await site.connect({ headers: { "Sec-WebSocket-Protocol": "parley.v9, parley.v1" } });
  },

  "an upgrade without the subprotocol is refused with 400 and told which it is": async (rig) => {
    const site = await rig.start();
    for (const offered of [undefined, "mqtt", "parley.v10"]) {
      const response = await refused(site, { headers: { "Sec-WebSocket-Protocol": offered } });
      assert.equal(response.status, 400);
      assert.equal(errorOf(response).code, "bad-request");
      assert.match(errorOf(response).detail, /parley\.v1\b/);
    }
  },

  "an upgrade at another path is answered 404": async (rig) => {
    const site = await rig.start();
    for (const path of ["/", "/v1/ws/", "/v1/ws2", "/V1/WS"]) {
      assert.equal((await refused(site, { path })).status, 404, path);
    }
    await site.connect({ path: "/v1/ws?from=test" });
  },

  "an upgrade to another version is answered 426 with the right one": async (rig) => {
    const site = await rig.start();
    for (const version of ["8", "14", undefined]) {
      const response = await refused(site, { headers: { "Sec-WebSocket-Version": version } });
      assert.equal(response.status, 426);
      assert.equal(response.header("sec-websocket-version"), "13");
    }
  },

  "an upgrade without a proper key is refused with 400": async (rig) => {
    const site = await rig.start();
    for (const key of [undefined, "short", "!".repeat(22) + "=="]) {
      const response = await refused(site, { headers: { "Sec-WebSocket-Key": key } });
      assert.equal(response.status, 400);
    }
  },

  "an upgrade by another method than GET is answered 405": async (rig) => {
    const site = await rig.start();
    const response = await refused(site, { method: "POST" });
    assert.equal(response.status, 405);
  },

  "a plain request at the WebSocket's path is answered 426, not passed on": async (rig) => {
    let asked = false;
    const site = await rig.start({
      fetch: () => {
        asked = true;
        return new Response();
      },
    });
    const answer = await rawRequest(
      site.port,
      "GET /v1/ws HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    assert.deepEqual([answer?.status, asked], [426, false]);
  },

  "the gateway can refuse an upgrade with a response of its own": async (rig) => {
    let seen: string[] = [];
    const site = await rig.start({
      refuseUpgrade: (request, address) => {
        const { pathname, search } = new URL(request.url);
        seen = [request.method, pathname + search, request.headers.get("origin") ?? "", address];
        return new Response("Not you.", { status: 403, headers: { "X-Why": "origin" } });
      },
    });
    const headers = { Origin: "https://elsewhere.example" };
    const response = await refused(site, { path: "/v1/ws?a=b", headers });
    assert.deepEqual([response.status, response.body], [403, "Not you."]);
    assert.equal(response.header("x-why"), "origin");
    assert.deepEqual(seen, ["GET", "/v1/ws?a=b", "https://elsewhere.example", "127.0.0.1"]);
  },

  "a refused upgrade ends its connection": async (rig) => {
    const site = await rig.start({ refuseUpgrade: () => new Response("No.", { status: 403 }) });
    const answer = await rawRequest(
      site.port,
      "GET /v1/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" +
        "Sec-WebSocket-Protocol: parley.v1\r\n\r\n",
      { untilClose: true },
    );
    assert.deepEqual([answer?.status, answer?.body], [403, "No."]);
  },

  "one address gets no more WebSockets than its limit, others get theirs": async (rig) => {
    const site = await rig.start({ connectionsPerAddress: 3 });
    const clients = [];
    for (let i = 0; i < 3; i++) clients.push(await site.connect());
    const response = await refused(site, {});
    assert.equal(response.status, 429);
    assert.equal(errorOf(response).code, "rate-limited");
    await site.connect({ from: "127.0.0.2" });
    await until(() => site.peers.length === 4, "all are accepted");
    await clients[0].destroy();
    await until(() => site.peers.some((peer) => peer.closes.length > 0), "the server knows");
    await site.connect();
  },

  "one address gets no more HTTP connections than the limit": async (rig) => {
    const site = await rig.start();
    for (let i = 0; i < limits.connectionsPerAddress; i++) await site.connect();
    const answer = await rawRequest(
      site.port,
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
      { untilClose: true },
    );
    assert.equal(answer?.status, 429);
  },

  "connections over the listener's limit are answered 503": async (rig) => {
    const site = await rig.start({ maxConnections: 3 });
    for (let i = 0; i < 3; i++) await site.connect();
    assert.equal((await refused(site, {})).status, 503);
  },

  "connections over a limit that ask nothing are cut": async (rig) => {
    const site = await rig.start({ maxConnections: 0, times: { closeTime: 100 } });
    const answers = Array.from(
      { length: limits.refusedConnections + 10 },
      () => rawRequest(site.port, ""),
    );
    assert.deepEqual(new Set(await Promise.all(answers)), new Set([undefined]));
  },
};
