import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Rig } from "../../server/gateway/listener/conformance/rig.ts";
import { listen } from "../../server/gateway/listener/node_http.ts";
import { limits } from "../../shared/limits.ts";
import { TestClient } from "../support/client.ts";
import { freshName, register } from "../support/http.ts";
import { rawRequest, readUntil } from "../support/raw_http.ts";
import { connectRaw, encodeFrame, OPCODE, RawWebSocket } from "../support/raw_websocket.ts";
import { serverOfFile } from "../support/server.ts";
import { sleep } from "../support/wait.ts";
import { othersAreWell, repeated, welcomed } from "./hostile_rig.ts";

const server = serverOfFile({ flags: ["--trusted-proxy", "127.0.0.1"] });

/** The `bye` that comes sooner or later. */
async function byeOf(client: RawWebSocket): Promise<{ code: number; reconnect: boolean }> {
  for (;;) {
    const frame = await client.nextFrame();
    assert.ok(frame, "the server hung up without a bye");
    const bye = frame.payload.toString().split("\n").find((text) => text.includes('"bye"'));
    if (bye) return JSON.parse(bye);
  }
}

const FLOODS: Record<string, Buffer> = {
  "pings": repeated(encodeFrame(OPCODE.ping, "hello?"), 20_000),
  "pongs": repeated(encodeFrame(OPCODE.pong, ""), 20_000),
  "empty messages": repeated(encodeFrame(OPCODE.text, ""), 20_000),
  "frames of the protocol, each in a message": repeated(
    encodeFrame(OPCODE.text, '{"type":"ping"}'),
    20_000,
  ),
  "frames of the protocol, many in a message": encodeFrame(
    OPCODE.text,
    Array.from({ length: 4_000 }, () => '{"type":"ping"}').join("\n"),
  ),
  "requests": encodeFrame(
    OPCODE.text,
    Array.from({ length: 1_000 }, (_, n) => `{"type":"rooms","id":"r${n}"}`).join("\n"),
  ),
  "large frames that can't be read": repeated(
    encodeFrame(OPCODE.text, `{"type":"${"x".repeat(60_000)}"}`),
    130,
  ),
};

for (const [what, bytes] of Object.entries(FLOODS)) {
  Deno.test(`whoever floods with ${what} is cut, and the others talk on`, async () => {
    const { url } = server();
    const client = await welcomed(url);
    client.socket.write(bytes);
    const { code, reconnect } = await byeOf(client);
    assert.deepEqual([code, reconnect], [4101, false]);
    await othersAreWell(url);
    await client.destroy();
  });
}

const HELLO = (token: string) => JSON.stringify({ type: "hello", token });
const PINGS = Array.from({ length: 2_000 }, () => '{"type":"ping"}').join("\n");

/** What keeps an account out for a while. */
const OFFENCES: Record<string, (client: RawWebSocket, token: string) => void> = {
  "flooded": (client, token) => {
    client.sendText(HELLO(token));
    client.sendText(PINGS);
  },
  "flooded before anybody knew whose it is": (client, token) =>
    client.sendText(`${HELLO(token)}\n${PINGS}`),
  "broke the WebSocket protocol": (client, token) => {
    client.sendText(HELLO(token));
    client.sendFrame(OPCODE.text, "bare", { masked: false });
  },
};

for (const [what, offend] of Object.entries(OFFENCES)) {
  Deno.test(`an account that ${what} can't come straight back, and is told when`, async () => {
    const { url, port } = server();
    const { token } = await register(url, freshName("mallory"));
    const first = await RawWebSocket.connect({ port });
    offend(first, token);
    await first.nextClose();
    await first.destroy();
    await using second = await TestClient.open(url);
    second.send({ type: "hello", token });
    const bye = await second.next("bye");
    assert.deepEqual([bye.code, bye.reconnect], [4003, true]);
    assert.ok(bye.after > 0 && bye.after <= limits.floodPause / 1000);
  });
}

Deno.test("a message of 100 MB is cut where the limit is, not where it ends", async () => {
  const client = await welcomed(server().url);
  let close: number | undefined;
  client.onFrame = ({ opcode, payload }) => {
    if (opcode === OPCODE.close) close = payload.readUInt16BE();
  };
  client.sendFrame(OPCODE.text, "x", { fin: false });
  const fragment = encodeFrame(OPCODE.continuation, "x".repeat(16 * 1024), { fin: false });
  let sent = 0;
  while (close === undefined && sent < 100 * 1024 * 1024) {
    client.socket.write(fragment);
    sent += fragment.length;
    await sleep(1);
  }
  assert.equal(close, 1009);
  assert.ok(sent < 20 * 1024 * 1024, `${sent} bytes were taken`);
  await client.destroy();
});

Deno.test("100,000 headers are refused before they are read", async () => {
  const headers = "a: b\r\n".repeat(100_000);
  const answer = await rawRequest(server().port, `GET / HTTP/1.1\r\nHost: x\r\n${headers}\r\n`);
  assert.ok(answer === undefined || answer.status === 431, `${answer?.status}`);
  await othersAreWell(server().url);
});

Deno.test("a length that lies ends in a refusal, and what follows is no request", async () => {
  const { port } = server();
  for (
    const framing of [
      "Content-Length: 5\r\nContent-Length: 6\r\n",
      "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
      "Content-Length: -1\r\n",
      "Content-Length: 0x10\r\n",
      "Transfer-Encoding: chunked, identity\r\n",
    ]
  ) {
    const answer = await rawRequest(
      port,
      `POST /v1/sessions HTTP/1.1\r\nHost: x\r\n${framing}\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n`,
      { untilClose: true },
    );
    assert.equal(answer?.status, 400, framing);
    assert.ok(!answer!.body.includes("smuggled"), framing);
  }
});

Deno.test("requests in a row are answered in order, and too many of them are cut", async () => {
  const { port } = server();
  const one = "GET /v1/server HTTP/1.1\r\nHost: x\r\n\r\n";
  const socket = await connectRaw(port);
  socket.write(one.repeat(limits.pipelinedRequests));
  const count = (bytes: Buffer) => bytes.toString().split("HTTP/1.1 200").length - 1;
  const bytes = await readUntil(
    socket,
    Buffer.alloc(0),
    (bytes) => count(bytes) === limits.pipelinedRequests,
  );
  assert.equal(count(bytes), limits.pipelinedRequests);
  socket.destroy();
  const greedy = await connectRaw(port);
  greedy.write(one.repeat(10_000));
  await new Promise((resolve) => greedy.resume().once("close", resolve));
});

Deno.test("of thousands of requests in a row, those that are not answered cost no error each", async () => {
  const rig = new Rig(listen, { binary: 1003, tooLarge: 1009 });
  // What an error costs is its stack, once somebody looks at it.
  const { prepareStackTrace } = Error;
  let looks = 0;
  try {
    const site = await rig.start({
      fetch: () => Promise.resolve(new Response("x".repeat(80_000))),
    });
    const socket = await connectRaw(site.port);
    const cut = new Promise((resolve) => socket.once("close", resolve));
    Error.prepareStackTrace = () => `stack ${++looks}`;
    socket.resume().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2_000));
    await cut;
    await sleep(50);
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    await rig.end();
  }
  assert.ok(looks <= 4 * limits.pipelinedRequests, `${looks} errors`);
});

for (
  const [what, start] of Object.entries({
    headers: "GET / HTTP/1.1\r\nX: ",
    handshake: "GET /v1/ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX: ",
    body: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n",
  })
) {
  Deno.test(`whoever sends its ${what} byte by byte runs out of time`, async () => {
    const rig = new Rig(listen, { binary: 1003, tooLarge: 1009 });
    try {
      const site = await rig.start({
        times: { requestTime: 300 },
        fetch: async (request) => new Response(await request.text().catch(() => "cut")),
      });
      const socket = await connectRaw(site.port);
      socket.write(start);
      let answer = "";
      socket.on("data", (chunk) => answer += chunk);
      while (!socket.destroyed) {
        socket.write("x");
        await sleep(20);
      }
      assert.match(answer, /^HTTP\/1.1 408/);
    } finally {
      await rig.end();
    }
  });
}

Deno.test("of 300 log-ins at once the queue takes some, and the others are told to wait", async () => {
  const { url, port } = server();
  await register(url, "victim");
  const statuses = await Promise.all(Array.from({ length: 300 }, async (_, n) => {
    const name = n < 100 ? "victim" : `nobody${n}`;
    const body = JSON.stringify({ name, password: "not the right one" });
    // Each from an address of its own: that is not what stops them.
    const answer = await rawRequest(
      port,
      "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" +
        `X-Forwarded-For: 10.0.${n >> 8}.${n & 255}\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    return answer!.status;
  }));
  assert.deepEqual([...new Set(statuses)].sort(), [401, 429, 503]);
  await othersAreWell(url);
});
