/**
 * Conformance cases: the port, from opening to freeing it.
 * @module
 */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { ParleyError } from "../../../../shared/errors.ts";
import { Payload } from "../payload.ts";
import { type Case, until } from "./rig.ts";

async function failure(attempt: Promise<unknown>): Promise<ParleyError> {
  const result = await attempt.then(() => "no failure", (error) => error);
  assert.ok(result instanceof ParleyError, `expected a ParleyError, got ${result}`);
  return result;
}

export const portCases: Record<string, Case> = {
  "a port in use is a conflict that names the port and the flag": async (rig) => {
    const site = await rig.start();
    const error = await failure(rig.start({ port: site.port }));
    assert.equal(error.code, "conflict");
    assert.equal(
      error.message,
      `Port ${site.port} is already in use. ` +
        "Stop the other program or choose another port with --port.",
    );
  },

  "a port that another program uses is a conflict, also when it is to be shared": async (rig) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    assert.equal((await failure(rig.start({ port, reusePort: true }))).code, "conflict");
    await new Promise((resolve) => other.close(resolve));
  },

  "a host that isn't one is a bad request that names it": async (rig) => {
    // 192.0.2.0/24 is reserved for documents (RFC 5737): it is nobody's address.
    for (const host of ["192.0.2.1", "no-such-host.invalid"]) {
      const error = await failure(rig.start({ host }));
      assert.equal(error.code, "bad-request");
      assert.ok(error.message.includes(host) && error.message.includes("--host"), error.message);
    }
  },

  "two listeners share one port if both say so": async (rig) => {
    const first = await rig.start({ reusePort: true });
    const second = await rig.start({ reusePort: true, port: first.listener.port });
    for (let i = 0; i < 40; i++) await first.connect();
    await until(
      () => first.peers.length + second.peers.length === 40,
      "all connections are accepted",
    );
    assert.ok(first.peers.length > 0 && second.peers.length > 0);
  },

  "after stop, peers and requests under way go on, and new connections are refused": async (
    rig,
  ) => {
    let release!: () => void;
    const released = new Promise<void>((resolve) => release = resolve);
    let asked = false;
    const site = await rig.start({
      fetch: async () => {
        asked = true;
        await released;
        return new Response("late");
      },
    });
    const { client, server } = await site.pair();
    const answer = fetch(site.url);
    await until(() => asked, "the request is under way");
    site.listener.stop();
    client.sendText("still here?");
    await until(() => server.messages.length === 1, "the message arrives");
    server.peer.send(new Payload("still here"));
    assert.equal(await client.nextText(), "still here");
    release();
    assert.equal(await (await answer).text(), "late");
    await assert.rejects(site.connect());
    assert.equal(site.peers.length, 1);
    assert.deepEqual(server.closes, []);
  },

  "close tells each peer once, and the port can be used again at once": async (rig) => {
    const site = await rig.start();
    await site.pair();
    (await site.pair()).client.pause();
    for (let i = 0; i < 50; i++) site.peers[1].peer.send(new Payload("x".repeat(100_000)));
    await site.listener.close();
    await until(() => site.peers.every((peer) => peer.closes.length === 1), "all are closed");
    const { port } = site.listener;
    const again = await rig.start({ port });
    assert.equal(again.listener.port, port);
    await again.pair();
  },

  "close ends the connections of all peers": async (rig) => {
    const site = await rig.start();
    const { client } = await site.pair();
    await site.listener.close();
    await client.closed;
  },

  "close ends connections that are in the middle of a request": async (rig) => {
    const site = await rig.start({ fetch: () => new Promise<Response>(() => {}) });
    const answer = fetch(site.url);
    const failed = assert.rejects(answer);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await site.listener.close();
    await failed;
  },

  "close after stop, and close twice, both end": async (rig) => {
    const site = await rig.start();
    await site.pair();
    site.listener.stop();
    await site.listener.close();
    await site.listener.close();
  },
};
