/**
 * Conformance cases: how a connection ends.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../../../../shared/limits.ts";
import { OPCODE, type RawWebSocket } from "../../../../tests/support/raw_websocket.ts";
import { Payload } from "../payload.ts";
import { type Case, type Recorded, type Rig, type Site, until } from "./rig.ts";

/** `closed` was called, and isn't called again by whatever else happens to the peer. */
async function closedOnce(server: Recorded, code?: number): Promise<void> {
  await until(() => server.closes.length > 0, "the peer is closed");
  server.peer.close(4000, "again");
  server.peer.terminate();
  server.peer.send(new Payload("nobody there"));
  server.peer.ping();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(server.closes.length, 1);
  if (code !== undefined) assert.equal(server.closes[0], code);
}

/** A pair whose client reads nothing any more, with more waiting than the kernel takes. */
async function stuckPair(rig: Rig): Promise<
  { site: Site; client: RawWebSocket; server: Recorded }
> {
  const site = await rig.start({ times: { closeTime: 100 } });
  const { client, server } = await site.pair();
  client.pause();
  const payload = new Payload("x".repeat(100_000));
  for (let sent = 0; server.peer.waiting <= limits.outboxBytes; sent++) {
    assert.ok(sent < 1000, "100 MB were sent and nothing waits");
    server.peer.send(payload);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { site, client, server };
}

export const closingCases: Record<string, Case> = {
  "the server closes with its code and reason, and hears the client's": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    server.peer.close(4001, "too slow");
    const frame = await client.nextFrame();
    assert.equal(frame?.opcode, OPCODE.close);
    assert.equal(frame?.payload.readUInt16BE(), 4001);
    assert.equal(frame?.payload.subarray(2).toString(), "too slow");
    client.sendClose(4001);
    await closedOnce(server, 4001);
    await client.closed;
  },

  "the client's close is answered with its own code": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    client.sendClose(4321, "bye");
    assert.equal(await client.nextClose(), 4321);
    await closedOnce(server, 4321);
    await client.closed;
  },

  "a close without a code counts as 1005": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    client.sendFrame(OPCODE.close, "");
    await client.nextClose();
    await closedOnce(server, 1005);
  },

  "a reason that is too long is cut at a character": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    server.peer.close(4001, "ab" + "€".repeat(100));
    const frame = await client.nextFrame();
    assert.equal(frame?.payload.subarray(2).toString(), "ab" + "€".repeat(40));
  },

  "what was sent before the close arrives before it": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    server.peer.send(new Payload("last words"));
    server.peer.close(4000, "");
    assert.equal(await client.nextText(), "last words");
    assert.equal(await client.nextClose(), 4000);
  },

  "nothing is sent or heard after the close": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    server.peer.close(4000, "");
    server.peer.send(new Payload("too late"));
    client.sendText("too late");
    assert.equal((await client.nextFrame())?.opcode, OPCODE.close);
    client.sendClose(4000);
    await closedOnce(server);
    assert.equal(await client.nextFrame(), undefined);
    assert.deepEqual(server.messages, []);
  },

  "a peer that vanishes is closed once": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    await client.destroy();
    await closedOnce(server, 1006);
  },

  "a peer that vanishes in the middle of a message is closed once, the message lost": async (
    rig,
  ) => {
    const { client, server } = await (await rig.start()).pair();
    client.sendFrame(OPCODE.text, "half a mess", { fin: false });
    client.socket.end();
    await closedOnce(server, 1006);
    assert.deepEqual(server.messages, []);
  },

  "a peer that ignores the close is gone after the close time": async (rig) => {
    const { client, server } = await (await rig.start({ times: { closeTime: 100 } })).pair();
    server.peer.close(4000, "");
    await closedOnce(server);
    await client.closed;
  },

  "a peer that never reads: what waits is counted": async (rig) => {
    const { server } = await stuckPair(rig);
    assert.ok(server.peer.waiting > limits.outboxBytes);
  },

  "a peer that never reads is gone for the gateway in the close time": async (rig) => {
    const { server } = await stuckPair(rig);
    server.peer.close(4001, "too slow");
    await closedOnce(server);
  },

  "a peer that never reads loses its connection in the close time": async (rig) => {
    const { client, server } = await stuckPair(rig);
    server.peer.close(4001, "too slow");
    await closedOnce(server);
    assert.equal(server.peer.waiting, 0);
    client.onFrame = () => {};
    client.resume();
    await client.closed;
    assert.ok(client.received < limits.outboxBytes + 20_000_000);
  },

  "a peer that never reads and is terminated loses its connection": async (rig) => {
    const { client, server } = await stuckPair(rig);
    server.peer.terminate();
    await closedOnce(server, 1006);
    assert.equal(server.peer.waiting, 0);
    client.onFrame = () => {};
    client.resume();
    await client.closed;
  },

  "a peer that never reads and ends its half loses its connection in the close time": async (
    rig,
  ) => {
    const { client, server } = await stuckPair(rig);
    client.socket.end();
    await closedOnce(server, 1006);
  },

  "a stuck peer doesn't hold up others": async (rig) => {
    const { site, server } = await stuckPair(rig);
    const other = await site.pair();
    other.server.peer.send(new Payload("passes"));
    assert.equal(await other.client.nextText(), "passes");
    server.peer.terminate();
    other.server.peer.send(new Payload("passes still"));
    assert.equal(await other.client.nextText(), "passes still");
  },
};
