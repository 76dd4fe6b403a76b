/**
 * Conformance cases: messages, both ways.
 * @module
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { limits } from "../../../../shared/limits.ts";
import { connectRaw, encodeFrame, OPCODE } from "../../../../tests/support/raw_websocket.ts";
import { Payload } from "../payload.ts";
import { type Case, longest, type Site, until } from "./rig.ts";

const unicode = "Grüße 👩‍👩‍👧‍👦 日本語 e\u0301 \u0000\u202e";

/** Another pair still exchanges messages. */
async function othersAreWell(site: Site): Promise<void> {
  const { client, server } = await site.pair();
  client.sendText("hello");
  await until(() => server.messages.length === 1, "the message arrives");
  server.peer.send(new Payload("hello yourself"));
  assert.equal(await client.nextText(), "hello yourself");
}

export const messageCases: Record<string, Case> = {
  "texts arrive as they were sent, both ways": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    for (const text of ["a", unicode, "x".repeat(125), "x".repeat(126), longest, ""]) {
      client.sendText(text);
      server.peer.send(new Payload(text));
      assert.equal(await client.nextText(), text);
    }
    const huge = "ü".repeat(100_000);
    server.peer.send(new Payload(huge));
    assert.equal(await client.nextText(), huge);
    await until(() => server.messages.length === 6, "all arrive");
    assert.deepEqual(server.messages.slice(0, 4), ["a", unicode, "x".repeat(125), "x".repeat(126)]);
    assert.deepEqual(server.messages.slice(4), [longest, ""]);
  },

  "a message that comes with the handshake's last bytes is not lost": async (rig) => {
    const site = await rig.start();
    const socket = await connectRaw(site.port);
    const texts = ["at once", "x".repeat(5_000), "and more"];
    socket.write(Buffer.concat([
      Buffer.from(
        "GET /v1/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n" +
          "Sec-WebSocket-Protocol: parley.v1\r\n\r\n",
      ),
      ...texts.map((text) => encodeFrame(OPCODE.text, text)),
    ]));
    await until(() => site.peers[0]?.messages.length === texts.length, "the messages arrive");
    assert.deepEqual(site.peers[0].messages, texts);
    socket.destroy();
  },

  "what has come already of a peer that is ignored is dropped": async (rig) => {
    const { client, server } = await (await rig.start({ takeTurns: true })).pair();
    const message = server.message.bind(server);
    server.message = (text) => {
      message(text);
      server.peer.ignore();
    };
    client.socket.write(Buffer.concat(
      Array.from({ length: 1_000 }, (_, i) => encodeFrame(OPCODE.text, `message ${i}`)),
    ));
    await until(() => server.messages.length > 0, "the first arrives");
    await client.destroy();
    server.peer.terminate();
    await until(() => server.closes.length > 0, "it is closed");
    assert.ok(server.messages.length < 10, `${server.messages.length} messages`);
  },

  "a text that comes byte by byte, or several in one write, is the same": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    for (const byte of encodeFrame(OPCODE.text, unicode)) client.socket.write(Buffer.of(byte));
    const many = Array.from({ length: 1000 }, (_, i) => `message ${i}`);
    client.socket.write(Buffer.concat(many.map((text) => encodeFrame(OPCODE.text, text))));
    await until(() => server.messages.length === 1001, "all arrive");
    assert.deepEqual(server.messages, [unicode, ...many]);
  },

  "fragments are joined, also with a ping in between and a character split": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    const bytes = Buffer.from("a👍z");
    client.sendFrame(OPCODE.text, bytes.subarray(0, 3), { fin: false });
    client.sendFrame(OPCODE.ping, "still there?");
    client.sendFrame(OPCODE.continuation, "", { fin: false });
    client.sendFrame(OPCODE.continuation, bytes.subarray(3), { fin: true });
    const pong = await client.nextFrame();
    assert.deepEqual([pong?.opcode, pong?.payload.toString()], [OPCODE.pong, "still there?"]);
    await until(() => server.messages.length === 1, "the message arrives");
    assert.deepEqual(server.messages, ["a👍z"]);
  },

  "a message over the limit closes its peer alone": async (rig) => {
    const site = await rig.start();
    const { client, server } = await site.pair();
    client.sendText(longest + "x");
    assert.equal(await client.nextClose(), rig.codes.tooLarge);
    await othersAreWell(site);
    assert.deepEqual(server.messages, []);
  },

  "fragments over the limit together close their peer": async (rig) => {
    const site = await rig.start();
    const { client, server } = await site.pair();
    client.sendFrame(OPCODE.text, longest.slice(2), { fin: false });
    client.sendFrame(OPCODE.continuation, "x", { fin: false });
    client.sendFrame(OPCODE.continuation, "xx", { fin: false });
    assert.equal(await client.nextClose(), rig.codes.tooLarge);
    assert.deepEqual(server.messages, []);
  },

  "empty fragments without end close their peer": async (rig) => {
    const { client, server } = await (await rig.start({ times: { closeTime: 100 } })).pair();
    client.sendFrame(OPCODE.text, "", { fin: false });
    const fragments = Buffer.concat(
      Array.from({ length: 20_000 }, () => encodeFrame(OPCODE.continuation, "", { fin: false })),
    );
    client.socket.write(fragments);
    await client.closed;
    await until(() => server.closes.length === 1, "the server knows");
  },

  "a frame's announced length over the limit closes its peer before it is sent": async (rig) => {
    const { client } = await (await rig.start()).pair();
    const head = Buffer.alloc(14);
    head[0] = 0x81;
    head[1] = 0xff;
    head.writeBigUInt64BE(BigInt(limits.incomingBytes + 1), 2);
    client.socket.write(head);
    assert.equal(await client.nextClose(), rig.codes.tooLarge);
  },

  "a binary message closes its peer": async (rig) => {
    const site = await rig.start();
    const { client, server } = await site.pair();
    client.sendFrame(OPCODE.binary, "text or not");
    assert.equal(await client.nextClose(), rig.codes.binary);
    await othersAreWell(site);
    assert.deepEqual(server.messages, []);
  },

  "a text that is not UTF-8 closes its peer with 1007": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    client.sendFrame(OPCODE.text, Buffer.of(0x61, 0xc3, 0x28));
    assert.equal(await client.nextClose(), 1007);
    assert.deepEqual(server.messages, []);
  },

  "an unmasked frame closes its peer with 1002": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    client.sendFrame(OPCODE.text, "bare", { masked: false });
    assert.equal(await client.nextClose(), 1002);
    assert.deepEqual(server.messages, []);
  },

  "a frame with an unknown opcode or a reserved bit closes its peer with 1002": async (rig) => {
    const site = await rig.start();
    for (const opcode of [3, 0x40 | OPCODE.text]) {
      const { client, server } = await site.pair();
      client.sendFrame(opcode, "?");
      assert.equal(await client.nextClose(), 1002);
      assert.deepEqual(server.messages, []);
    }
  },

  "ping shows as alive once its pong is there": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    server.peer.ping();
    const ping = await client.nextFrame();
    assert.equal(ping?.opcode, OPCODE.ping);
    assert.equal(server.alives, 0);
    client.sendFrame(OPCODE.pong, ping!.payload);
    await until(() => server.alives === 1, "the pong arrives");
  },

  "after a ping a healthy peer shows as alive": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    client.onFrame = (frame) => {
      if (frame.opcode === OPCODE.ping) client.sendFrame(OPCODE.pong, frame.payload);
    };
    server.peer.ping();
    await until(() => server.alives > 0, "it shows as alive");
  },

  "10,000 sends arrive in order": async (rig) => {
    const { client, server } = await (await rig.start()).pair();
    const texts: string[] = [];
    client.onFrame = (frame) => texts.push(frame.payload.toString());
    const sent = Array.from({ length: 10_000 }, (_, i) => `${i}`);
    for (const text of sent) server.peer.send(new Payload(text));
    await until(() => texts.length >= sent.length, "all arrive");
    assert.deepEqual(texts, sent);
  },

  "one payload reaches 100 peers, framed once": async (rig) => {
    const site = await rig.start();
    const pairs = [];
    for (let i = 0; i < 100; i++) pairs.push(await site.pair());
    const buffers: Buffer[] = [];
    class Watched extends Payload {
      override get framed(): Buffer {
        const buffer = super.framed;
        buffers.push(buffer);
        return buffer;
      }
    }
    const payload = new Watched(unicode);
    for (const { server } of pairs) server.peer.send(payload);
    for (const { client } of pairs) assert.equal(await client.nextText(), unicode);
    assert.deepEqual([buffers.length, new Set(buffers).size], [100, 1]);
  },
};
