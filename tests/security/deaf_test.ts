import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { TestClient } from "../support/client.ts";
import { readMetrics, total } from "../support/metrics.ts";
import { makePeople } from "../support/people.ts";
import { OPCODE, RawWebSocket } from "../support/raw_websocket.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { noSocketCount, openSockets } from "../support/sockets.ts";
import { eventually } from "../support/wait.ts";

const PEERS = LONG ? 300 : 60;
/** What the first leaves (buffers of the allocator, compiled code) the others may leave, too. */
const ROUNDS = LONG ? 5 : 3;
/** Requests of each peer: their answers are more than kernel and outbox hold together. */
const REQUESTS = 40;
/** Connections that this test itself has, to read metrics. */
const OURS = 2;
/** Of one address, below its limit. */
const OF_ONE_ADDRESS = 200;
/** Milliseconds in which a peer that was cut has to be gone, whatever it does. */
const GONE = 10_000;

const METRICS = "metrics-of-this-test";

interface Room {
  server: TestServer;
  tokens: string[];
}

/** A server whose lobby has a page of long messages. */
async function withRoom(run: (room: Room) => Promise<void>): Promise<void> {
  const data = await Deno.makeTempDir({ prefix: "parley-deaf-" });
  try {
    const tokens = await makePeople(data, PEERS + 1);
    await using server = await startServer({
      data,
      flags: ["--workers", "1", "--metrics-token", METRICS, "--sends-per-second", "0"],
    });
    await using author = await TestClient.connect(server.url, tokens.pop()!);
    const text = "x".repeat(limits.messageBytes);
    await Promise.all(Array.from({ length: 40 }, () => author.say("lobby", text)));
    await run({ server, tokens });
  } finally {
    await Deno.remove(data, { recursive: true });
  }
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function read({ url }: TestServer, metric: string): Promise<number> {
  return total(await readMetrics(url, METRICS), metric);
}

/** A connection that was welcomed and reads nothing any more. */
async function deaf(port: number, token: string, number: number): Promise<RawWebSocket> {
  const from = `127.3.0.${1 + Math.floor(number / OF_ONE_ADDRESS)}`;
  const peer = await RawWebSocket.connect({ port, from });
  peer.sendText(JSON.stringify({ type: "hello", token }));
  assert.match(await peer.nextText(), /"welcome"/);
  peer.pause();
  return peer;
}

testUnless(
  noSocketCount,
  "peers that never read again: each is cut, and descriptors and memory of all of them are freed",
  () =>
    withRoom(async ({ server, tokens }) => {
      const sockets = openSockets(server.pid);
      const left: number[] = [];
      for (let round = 1; round <= ROUNDS; round++) {
        const peers = await Promise.all(
          tokens.map((token, n) => deaf(server.port, token, n)),
        );
        assert.ok(openSockets(server.pid) >= sockets + PEERS);
        for (const peer of peers) {
          for (let n = 0; n < REQUESTS; n++) {
            peer.sendText(`{"type":"history","id":"h${n}","room":"lobby","limit":200}`);
          }
        }
        await eventually(
          async () => await read(server, "parley_slow_readers_total") === round * PEERS,
          "each let more than its outbox wait, and is cut",
        );
        await eventually(
          () => openSockets(server.pid) <= sockets + OURS,
          "their descriptors are freed",
          GONE,
        );
        await eventually(
          async () => await read(server, "parley_waiting_bytes") === 0,
          "nothing waits for them",
          GONE,
        );
        assert.ok(peers.every(({ socket }) => !socket.destroyed), "they hung up by themselves");
        await eventually(
          async () => {
            left.push(await read(server, "parley_external_bytes"));
            return round === 1 || left.at(-1)! < left[0] + PEERS * limits.outboxBytes / 4;
          },
          "the memory is freed",
          GONE,
        );
        console.log(`${megabytes(left.at(-1)!)} outside V8's heap are left`);
        await Promise.all(peers.map((peer) => peer.destroy()));
      }
    }),
);

testUnless(
  noSocketCount,
  "a peer that ignores the close frame, whatever it does instead, loses its connection",
  () =>
    withRoom(async ({ server, tokens }) => {
      const sockets = openSockets(server.pid);
      const instead: Record<string, (peer: RawWebSocket) => void> = {
        "says nothing": () => {},
        "reads nothing": (peer) => peer.pause(),
        "goes on": (peer) => {
          const timer = setInterval(() => peer.sendText('{"type":"ping"}'), 100);
          peer.closed.then(() => clearInterval(timer));
        },
      };
      const peers = await Promise.all(
        Object.values(instead).map(async (act, n) => {
          const peer = await RawWebSocket.connect({ port: server.port });
          peer.sendText(JSON.stringify({ type: "hello", token: tokens[n] }));
          peer.sendFrame(OPCODE.binary, "which is no text");
          assert.equal(await peer.nextClose(), 1003);
          act(peer);
          return peer;
        }),
      );
      await eventually(() => openSockets(server.pid) <= sockets, "descriptors are freed", GONE);
      await Promise.all(peers.map((peer) => peer.destroy()));
    }),
);
