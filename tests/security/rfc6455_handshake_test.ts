import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Payload } from "../../server/gateway/listener/payload.ts";
import { Rig, type Site, until } from "../../server/gateway/listener/conformance/rig.ts";
import { listen } from "../../server/gateway/listener/node_http.ts";
import { type Head, parseHead, readUntil } from "../support/raw_http.ts";
import { closePayload, connectRaw, OPCODE } from "../support/raw_websocket.ts";

/** A header's values; several make several lines, none leaves it out. */
type Headers = Record<string, string | string[] | undefined>;

/** The handshake of RFC 6455 §1.2, with our path and subprotocol. */
const RIGHT: Headers = {
  "Host": "server.example.com",
  "Upgrade": "websocket",
  "Connection": "Upgrade",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Protocol": "parley.v1",
};

async function withSite(run: (site: Site) => Promise<void>): Promise<void> {
  const rig = new Rig(listen, { binary: 1003, tooLarge: 1009 });
  try {
    await run(await rig.start());
  } finally {
    await rig.end();
  }
}

function written(headers: Headers, requestLine = "GET /v1/ws HTTP/1.1"): string {
  const lines = Object.entries({ ...RIGHT, ...headers }).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => `${name}: ${each}\r\n`)
  );
  return `${requestLine}\r\n${lines.join("")}\r\n`;
}

const hasHead = (bytes: Buffer) => bytes.includes("\r\n\r\n");

/** The head of what is answered to the right handshake with these headers instead. */
async function shake(port: number, headers: Headers, requestLine?: string): Promise<Head> {
  const socket = await connectRaw(port);
  socket.write(written(headers, requestLine));
  const bytes = await readUntil(socket, Buffer.alloc(0), hasHead);
  assert.ok(hasHead(bytes), "it was answered");
  socket.destroy();
  return parseHead(bytes.toString("latin1", 0, bytes.indexOf("\r\n\r\n")));
}

/** What a server has to take, by section. */
const TAKEN: [section: string, title: string, headers: Headers][] = [
  ["4.1", "the handshake as the RFC has it", {}],
  ["4.2.1", "Upgrade in any letter case", { "Upgrade": "WebSocket" }],
  ["4.2.1", "Connection in any letter case, among others", {
    "Connection": "keep-alive, uPGRADE",
  }],
  ["4.2.1", "Connection in several lines", { "Connection": ["keep-alive", "Upgrade"] }],
  ["4.2.1", "headers that nobody knows, and cookies", { "X-Other": "a", "Cookie": "a=b" }],
  ["11.3.4", "subprotocols in several lines", {
    "Sec-WebSocket-Protocol": ["parley.v9, other", "parley.v1"],
  }],
  ["9.1", "an extension that nobody has", {
    "Sec-WebSocket-Extensions": 'foo, bar; baz=2, permessage-deflate; a="b"',
  }],
];

for (const [section, title, headers] of TAKEN) {
  Deno.test(`RFC 6455 §${section}: a server takes ${title}`, () =>
    withSite(async ({ port }) => {
      const { status, header } = await shake(port, headers);
      assert.equal(status, 101);
      // §4.2.2, and the key's answer that §1.3 works out.
      assert.equal(header("upgrade")?.toLowerCase(), "websocket");
      assert.equal(header("connection")?.toLowerCase(), "upgrade");
      assert.equal(header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assert.equal(header("sec-websocket-protocol"), "parley.v1");
      assert.equal(header("sec-websocket-extensions"), undefined);
    }));
}

type Refused = [
  section: string,
  title: string,
  headers: Headers,
  status: number | number[],
  requestLine?: string,
];

/** What a server must not take for a WebSocket, by section. */
const REFUSED: Refused[] = [
  ["4.2.1", "another method than GET", {}, 405, "POST /v1/ws HTTP/1.1"],
  ["4.2.1", "HTTP/1.0", {}, [400, 426, 505], "GET /v1/ws HTTP/1.0"],
  ["4.2.1", "a request without Host", { "Host": undefined }, 400],
  ["4.2.1", "two Hosts", { "Host": ["a.example", "b.example"] }, 400],
  ["4.2.1", "an Upgrade to something else", { "Upgrade": "h2c" }, [400, 426]],
  ["4.2.1", "a request without Upgrade", { "Upgrade": undefined }, [400, 426]],
  ["4.2.1", "a Connection that doesn't name Upgrade", { "Connection": "keep-alive" }, [400, 426]],
  ["4.2.1", "a request without a key", { "Sec-WebSocket-Key": undefined }, 400],
  ["4.2.1", "an empty key", { "Sec-WebSocket-Key": "" }, 400],
  ["4.2.1", "a key of 15 bytes", { "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAA" }, 400],
  ["4.2.1", "a key of 17 bytes", { "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAAA=" }, 400],
  ["4.2.1", "a key that is no Base64", { "Sec-WebSocket-Key": "!".repeat(22) + "==" }, 400],
  [
    "11.3.1",
    "two keys",
    { "Sec-WebSocket-Key": ["dGhlIHNhbXBsZSBub25jZQ==", "AAAAAAAAAAAAAAAAAAAAAA=="] },
    400,
  ],
  ["4.4", "a request without a version", { "Sec-WebSocket-Version": undefined }, 426],
  ...["0", "8", "12", "14", "255", "256", "013", "13.0"].map((version): Refused => [
    "4.4",
    `version ${version}`,
    { "Sec-WebSocket-Version": version },
    426,
  ]),
  ["4.2.2", "no subprotocol that it speaks", { "Sec-WebSocket-Protocol": "chat, superchat" }, 400],
];

for (const [section, title, headers, statuses, line] of REFUSED) {
  Deno.test(`RFC 6455 §${section}: a server doesn't take ${title}`, () =>
    withSite(async (site) => {
      const answer = await shake(site.port, headers, line);
      assert.ok([statuses].flat().includes(answer.status), `${answer.status}`);
      assert.equal(site.peers.length, 0);
      // §4.4: the version that it does speak.
      if (section === "4.4") assert.equal(answer.header("sec-websocket-version"), "13");
    }));
}

Deno.test("RFC 6455 §5.1, §5.2: a server's frames are unmasked, whole, and no longer than they have to be", () =>
  withSite(async (site) => {
    const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000];
    const socket = await connectRaw(site.port);
    socket.write(written({}));
    let bytes = await readUntil(socket, Buffer.alloc(0), hasHead);
    bytes = bytes.subarray(bytes.indexOf("\r\n\r\n") + 4);
    await until(() => site.peers.length === 1, "it is accepted");
    const expected = Buffer.concat(lengths.map((length) => {
      const head = length < 126
        ? [0x81, length]
        : length < 65_536
        ? [0x81, 126, length >> 8, length & 255]
        : [0x81, 127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 255, length & 255];
      return Buffer.concat([Buffer.from(head), Buffer.alloc(length, "x")]);
    }));
    for (const length of lengths) site.peers[0].peer.send(new Payload("x".repeat(length)));
    bytes = await readUntil(socket, bytes, (bytes) => bytes.length >= expected.length);
    assert.ok(bytes.equals(expected), "the bytes are these");
    socket.destroy();
  }));

Deno.test("RFC 6455 §7.1.1: when both have closed, the server ends the TCP connection first", () =>
  withSite(async (site) => {
    const { client } = await site.pair();
    client.sendClose(1000);
    assert.equal(await client.nextClose(), 1000);
    await client.closed;
  }));

Deno.test("RFC 6455 §7.1.2, §5.5.1: two closes that cross end the connection, with no third", () =>
  withSite(async (site) => {
    const { client, server } = await site.pair();
    server.peer.close(4001, "mine");
    client.sendClose(4002, "mine");
    const frames = [];
    for (let frame; (frame = await client.nextFrame());) frames.push(frame);
    assert.deepEqual(frames.map(({ opcode }) => opcode), [OPCODE.close]);
    assert.ok(frames[0].payload.equals(closePayload(4001, "mine")));
    await until(() => server.closes.length > 0, "the server knows");
    assert.deepEqual(server.closes, [4002]);
  }));

Deno.test("RFC 6455 §7.2.1: a connection that ends without a close counts as 1006", () =>
  withSite(async (site) => {
    const { client, server } = await site.pair();
    await client.destroy();
    await until(() => server.closes.length > 0, "the server knows");
    assert.deepEqual(server.closes, [1006]);
  }));
