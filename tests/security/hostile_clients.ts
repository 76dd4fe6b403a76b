/**
 * Clients that mean harm: each does one thing that no proper client does, over and over, and comes back
 * whenever it is cut.
 * @module
 */
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { limits } from "../../shared/limits.ts";
import { connectRaw, encodeFrame, OPCODE, RawWebSocket } from "../support/raw_websocket.ts";
import { sleep } from "../support/wait.ts";

export interface Target {
  port: number;
  /** A session of an account, for those that come in. */
  token: string;
  signal: AbortSignal;
}

/** One visit, which ends when the server cuts it, or when the attack is over. */
type Visit = (target: Target, from: string) => Promise<void>;

const EMPTY_FRAGMENTS = repeat(encodeFrame(OPCODE.continuation, "", { fin: false }), 64 * 1024);
const TINY_FRAMES = repeat(encodeFrame(OPCODE.text, ""), 64 * 1024);
const PINGS = repeat(encodeFrame(OPCODE.ping, "are you there?"), 64 * 1024);
const BLANK = Buffer.alloc(64 * 1024, "x");

function repeat(bytes: Buffer, length: number): Buffer {
  return Buffer.concat(Array.from({ length: Math.ceil(length / bytes.length) }, () => bytes));
}

/** As many frames as a message holds, joined as the protocol has it. */
function messageOf(frame: string): Buffer {
  const count = Math.floor(60_000 / (frame.length + 1));
  return encodeFrame(OPCODE.text, Array.from({ length: count }, () => frame).join("\n"));
}

/** Writes without end, as fast as the server takes it. */
async function pour(socket: Socket, bytes: Buffer, signal: AbortSignal): Promise<void> {
  const end = Promise.race([once(socket, "close"), aborted(signal)]);
  while (!socket.destroyed && !signal.aborted) {
    if (socket.write(bytes)) await sleep(0);
    else await Promise.race([once(socket, "drain"), end]);
  }
}

/** Writes a byte now and then. */
async function drip(socket: Socket, bytes: string, signal: AbortSignal): Promise<void> {
  for (const byte of bytes) {
    if (socket.destroyed || signal.aborted) return;
    socket.write(byte);
    await sleep(200);
  }
}

function once(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve) => socket.once(event, () => resolve()));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true })
  );
}

/** Stays until the server cuts the connection, or the attack is over. */
function linger(socket: Socket, signal: AbortSignal): Promise<void> {
  return Promise.race([once(socket, "close"), aborted(signal)]);
}

/** Connects by plain TCP, does something, and goes. */
function overTcp(act: (socket: Socket, signal: AbortSignal) => Promise<void>): Visit {
  return async ({ port, signal }, from) => {
    const socket = await connectRaw(port, "127.0.0.1", from);
    socket.resume();
    await act(socket, signal);
    socket.destroy();
  };
}

/** Opens a WebSocket, does something, and goes. */
function overWebSocket(
  act: (client: RawWebSocket, target: Target) => Promise<void>,
  greeting = true,
): Visit {
  return async (target, from) => {
    const client = await RawWebSocket.connect({ port: target.port, from });
    client.onFrame = ({ opcode }) => {
      if (opcode === OPCODE.close) client.destroy();
    };
    if (greeting) client.sendText(JSON.stringify({ type: "hello", token: target.token }));
    await act(client, target);
    await client.destroy();
  };
}

const pouring = (bytes: Buffer, first?: Buffer, greeting = true) =>
  overWebSocket(async (client, { signal }) => {
    if (first) client.socket.write(first);
    await pour(client.socket, bytes, signal);
  }, greeting);

const head = (request: string) => `${request} HTTP/1.1\r\nHost: x\r\n`;
const upgrade = head("GET /v1/ws") + "Connection: Upgrade\r\nUpgrade: websocket\r\n";
const search = '{"type":"search","id":"a","query":"a* -b \\"c d\\" from:me"}';

const HISTORY = '{"type":"history","id":"a","room":"lobby","limit":200}\n';

export const ATTACKS: Record<string, Visit> = {
  "a message of 100 MB, announced": overWebSocket(async ({ socket }, { signal }) => {
    const start = Buffer.alloc(14);
    start.writeUInt16BE(0x81ff);
    start.writeBigUInt64BE(100n * 1024n * 1024n, 2);
    socket.write(start);
    await pour(socket, BLANK, signal);
  }),
  "a message of 100 MB, in fragments": pouring(
    encodeFrame(OPCODE.continuation, BLANK.subarray(0, 1024), { fin: false }),
    encodeFrame(OPCODE.text, "x", { fin: false }),
  ),
  "empty fragments without end": pouring(
    EMPTY_FRAGMENTS,
    encodeFrame(OPCODE.text, "", { fin: false }),
  ),
  "tiny frames without end": pouring(TINY_FRAMES),
  "pings without end": pouring(PINGS),
  "pings without end, and never reads": overWebSocket(async (client, { signal }) => {
    client.pause();
    await pour(client.socket, PINGS, signal);
  }),
  "frames of the protocol without end": pouring(messageOf('{"type":"ping"}')),
  "requests without end": pouring(messageOf('{"type":"online","id":"a","room":"lobby"}')),
  "searches without end": pouring(messageOf(search)),
  "pages of history, as many as one may ask for": overWebSocket(async (client, { signal }) => {
    client.sendText(HISTORY.repeat(limits.requestBurst).trim());
    while (!client.socket.destroyed && !signal.aborted) {
      await sleep(500);
      client.sendText(HISTORY.repeat(limits.requestsPerSecond / 2).trim());
    }
  }),
  "pages of history, and never reads": overWebSocket(async (client, { signal }) => {
    client.pause();
    client.sendText(HISTORY.repeat(limits.requestBurst).trim());
    await linger(client.socket, signal);
  }),
  "messages without end": pouring(messageOf('{"type":"send","id":"a","room":"lobby","text":"a"}')),
  "frames that can't be read": pouring(messageOf('{"type":"?"}')),
  "hello over and over": pouring(messageOf('{"type":"hello","token":"x"}'), undefined, false),
  "JSON nested without end": pouring(encodeFrame(OPCODE.text, "[".repeat(60_000))),
  "invalid UTF-8": pouring(encodeFrame(OPCODE.text, Buffer.of(0xc3, 0x28))),
  "unmasked frames": pouring(encodeFrame(OPCODE.text, "bare", { masked: false })),
  "a length that lies": overWebSocket(async ({ socket }, { signal }) => {
    socket.write(Buffer.from("81fe1000deadbeef", "hex"));
    await linger(socket, signal);
  }),
  "a WebSocket without a word": overWebSocket(
    ({ socket }, { signal }) => linger(socket, signal),
    false,
  ),
  "never reads": overWebSocket(async (client, { signal }) => {
    client.pause();
    await linger(client.socket, signal);
  }),
  "slow headers": overTcp((socket, signal) => drip(socket, head("GET /") + "X: ", signal)),
  "a slow handshake": overTcp((socket, signal) => drip(socket, upgrade, signal)),
  "a slow body": overTcp(async (socket, signal) => {
    socket.write(head("POST /v1/sessions") + "Content-Length: 60000\r\n\r\n");
    await drip(socket, "{".repeat(300), signal);
  }),
  "headers without end": overTcp(async (socket, signal) => {
    socket.write(head("GET /"));
    await pour(socket, Buffer.from("a: b\r\n".repeat(1000)), signal);
  }),
  "a body without end": overTcp(async (socket, signal) => {
    socket.write(head("POST /v1/sessions") + "Transfer-Encoding: chunked\r\n\r\n");
    await pour(socket, Buffer.from(`1000\r\n${"x".repeat(0x1000)}\r\n`), signal);
  }),
  "requests in a row, answers not read": overTcp(async (socket, signal) => {
    socket.pause();
    await pour(socket, Buffer.from(`${head("GET /v1/openapi.json")}\r\n`.repeat(10)), signal);
  }),
  "garbage": overTcp((socket, signal) => pour(socket, BLANK, signal)),
  "connections that do nothing": overTcp((socket, signal) => linger(socket, signal)),
  "log-ins without end": overTcp(async (socket, signal) => {
    const body = JSON.stringify({ name: "nobody", password: "x".repeat(200) });
    const request = `${head("POST /v1/sessions")}Content-Length: ${body.length}\r\n\r\n${body}`;
    await pour(socket, Buffer.from(request), signal);
  }),
};

/** Does one thing until the end, from its own address. Being cut, or refused, is what it reckons with. */
export async function attack(visit: Visit, target: Target, from: string): Promise<number> {
  let visits = 0;
  while (!target.signal.aborted) {
    await visit(target, from).catch(() => {});
    visits++;
    await sleep(0);
  }
  return visits;
}
