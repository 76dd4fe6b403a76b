import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { TestClient } from "../support/client.ts";
import { makePeople } from "../support/people.ts";
import { RawWebSocket } from "../support/raw_websocket.ts";
import { startServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { sleep } from "../support/wait.ts";
import type { Orders, Visits } from "./hostile_crew.ts";

const ON_LINUX = Deno.build.os === "linux" ? undefined : "it reads /proc";

/** Bytes of memory that the server's process has. */
function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`))![1]) * 1024;
}

/** What the fifty are up against: a minute in which others chat. */
const ATTACK_TIME = 60_000;
const CLIENTS = 50;

testUnless(
  LONG ? ON_LINUX : "it takes more than a minute: deno task test:security",
  "fifty hostile clients for a minute: memory stays, and others hardly notice",
  async () => {
    await using folder = await peopleIn(CLIENTS + 1);
    await using server = await startServer({ data: folder.data, flags: ["--workers", "1"] });
    const [own, ...tokens] = folder.tokens;
    await using alice = await TestClient.connect(server.url, own);
    await using phone = await TestClient.connect(server.url, own);
    const lobby = alice.room("lobby");
    // A page of history is as long as one gets.
    for (let n = 0; n < 40; n++) await alice.say(lobby, "x".repeat(limits.messageBytes));
    await comeAndGo(server.port, tokens);
    const before = memoryOf(server.pid);
    let most = before;

    const crew = new Worker(new URL("./hostile_crew.ts", import.meta.url), { type: "module" });
    const over = new Promise<Visits>((resolve) => crew.onmessage = ({ data }) => resolve(data));
    crew.postMessage({ port: server.port, tokens, milliseconds: ATTACK_TIME } satisfies Orders);
    const times: number[] = [];
    for (const end = performance.now() + ATTACK_TIME; performance.now() < end;) {
      const sentAt = performance.now();
      const { seq } = await alice.say("lobby", `message ${times.length}`);
      await phone.reaches(lobby, seq);
      times.push(performance.now() - sentAt);
      most = Math.max(most, memoryOf(server.pid));
      await sleep(100);
    }
    const visits = await over;
    crew.terminate();
    const p99 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)];
    const growth = (most - before) / 1e6;
    console.log(`p99 ${p99.toFixed(0)} ms, memory +${growth.toFixed(0)} MB`, visits);
    assert.ok(Object.values(visits).every((times) => times > 0));
    assert.ok(growth < 100, `memory grew by ${growth.toFixed(0)} MB`);
    assert.ok(p99 < 250, `p99 of a delivery is ${p99.toFixed(0)} ms`);
  },
);

/** What a busy morning brings, so that only what attackers cost is counted. */
async function comeAndGo(port: number, tokens: string[]): Promise<void> {
  await Promise.all(tokens.map(async (token, n) => {
    for (let times = 0; times < 100; times++) {
      const client = await RawWebSocket.connect({ port, from: `127.2.0.${1 + n}` });
      client.sendText(JSON.stringify({ type: "hello", token }));
      await client.nextText();
      await client.destroy();
    }
  }));
}

async function peopleIn(count: number) {
  const data = await Deno.makeTempDir({ prefix: "parley-hostile-" });
  const tokens = await makePeople(data, count);
  return {
    data,
    tokens,
    [Symbol.asyncDispose]: () => Deno.remove(data, { recursive: true }),
  };
}
