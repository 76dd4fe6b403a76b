import assert from "node:assert/strict";
import { connect } from "node:net";
import { Crew, CREW_FLAGS } from "../faults/crew.ts";
import { TestClient } from "../support/client.ts";
import { call, readLog, register } from "../support/http.ts";
import { RawWebSocket } from "../support/raw_websocket.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { eventually, sleep } from "../support/wait.ts";

async function byeOf(server: TestServer, stop: () => unknown): Promise<void> {
  const alice = await register(server.url, "alice");
  const client = await TestClient.connect(server.url, alice.token);
  await stop();
  const bye = await client.next("bye");
  assert.deepEqual([bye.code, bye.reconnect], [4000, true]);
  assert.ok(bye.after > 0);
  assert.equal((await client.closed).code, 4000);
  await client.close();
  const { code, stderr } = await server.ended;
  assert.equal(code, 0);
  assert.equal(stderr, "");
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`${signal} says bye to everybody and ends with code 0`, async () => {
    await using server = await startServer();
    await byeOf(server, () => Deno.kill(server.pid, signal));
  });
}

Deno.test("q and Enter on the console do the same", async () => {
  await using server = await startServer();
  await byeOf(server, () => server.type("q"));
});

Deno.test("any other word on the console is answered with what there is", async () => {
  await using server = await startServer();
  await server.type("what");
  await call(server.url, "/healthz");
  await server.type("q");
  const { stdout } = await server.ended;
  assert.match(stdout, /q and Enter stop the server/);
});

Deno.test("a server that is told to stop as soon as it listens does so with code 0", async () => {
  for (let n = 0; n < 5; n++) {
    await using server = await startServer();
    assert.equal((await server.stop()).code, 0);
  }
});

Deno.test("several gateways all say bye, and all end", async () => {
  await using server = await startServer({ flags: ["--workers", "2"] });
  const { token } = await register(server.url, "alice");
  const clients = await Promise.all(
    Array.from({ length: 12 }, () => TestClient.connect(server.url, token)),
  );
  const { code } = await server.stop();
  assert.equal(code, 0);
  for (const client of clients) assert.equal((await client.closed).code, 4000);
});

Deno.test("it is up again at once on the same port, and nothing is lost", async () => {
  await using server = await startServer();
  const { token } = await register(server.url, "alice");
  const port = server.port;
  const texts: string[] = [];
  for (let n = 0; n < 4; n++) {
    const client = await TestClient.connect(server.url, token);
    texts.push(`round ${n}`);
    await client.say("lobby", texts[n]);
    await server.restart();
    assert.equal(server.port, port);
    assert.equal((await client.closed).code, 4000);
  }
  const log = await readLog(server.url, token, "lobby");
  assert.deepEqual(log.flatMap((event) => event.text ?? []), texts);
});

Deno.test("what is under way when it stops is either in the log and acknowledged, or neither", async () => {
  await using server = await startServer({ flags: ["--sends-per-second", "0"] });
  const { token } = await register(server.url, "alice");
  const client = await TestClient.connect(server.url, token);
  const room = client.room("lobby");
  let stopping = false;
  let sent = 0;
  while (!stopping || sent % 50 !== 0) {
    client.send({ type: "send", id: `m${sent++}`, room, text: "x" });
    if (sent === 500) {
      Deno.kill(server.pid, "SIGTERM");
      stopping = true;
    }
    if (sent % 50 === 0) await sleep(1);
  }
  await client.closed;
  const acknowledged = client.frames.filter((frame) => frame.type === "ack").map((f) => f.id);
  assert.equal((await server.ended).code, 0);
  await server.restart();
  const log = await readLog(server.url, token, "lobby");
  const ids = log.filter((event) => event.kind === "message").map((event) => event.id);
  assert.deepEqual(ids, acknowledged);
});

Deno.test("those who are told to come back are told different times", async () => {
  await using server = await startServer();
  const { token } = await register(server.url, "alice");
  const clients = await Promise.all(
    Array.from({ length: 40 }, () => TestClient.connect(server.url, token)),
  );
  await server.stop();
  const times = await Promise.all(clients.map(async (client) => (await client.next("bye")).after));
  assert.ok(times.every((after) => after >= 1 && after <= 2), times.join());
  assert.ok(new Set(times).size > 20, times.join());
});

Deno.test("told to stop twice, it ends at once, whoever has not let go", async () => {
  await using server = await startServer();
  const { token } = await register(server.url, "alice");
  const deaf = await RawWebSocket.connect({ port: server.port });
  deaf.sendText(JSON.stringify({ type: "hello", token }));
  await deaf.nextText();
  // It answers no close frame any more.
  deaf.pause();
  server.signal("SIGTERM");
  await eventually(() => /Stopping …/.test(server.stdout), "it stops");
  server.signal("SIGTERM");
  const { code, stdout } = await server.ended;
  assert.equal(code, 1);
  assert.doesNotMatch(stdout, /Stopped/);
  await deaf.destroy();
  await server.restart();
  await (await TestClient.connect(server.url, token)).close();
});

Deno.test("while it stops it takes nobody in any more, and says that it is not ready", async () => {
  await using server = await startServer({ flags: ["--workers", "1"] });
  const { token } = await register(server.url, "alice");
  // As long as this one doesn't let go, it stops.
  const deaf = await RawWebSocket.connect({ port: server.port });
  deaf.sendText(JSON.stringify({ type: "hello", token }));
  await deaf.nextText();
  deaf.pause();
  const probe = connect(server.port, "127.0.0.1");
  probe.write("GET /readyz HTTP/1.1\r\nHost: localhost\r\n");
  let answers = "";
  probe.on("data", (bytes) => answers += bytes);
  // Whoever asks after it is answered after it was let in.
  for (let n = 0; n < 3; n++) assert.equal((await call(server.url, "/readyz")).status, 200);
  server.signal("SIGTERM");
  const isRefused = () => fetch(`${server.url}/readyz`).then(() => false, () => true);
  await eventually(isRefused, "nobody new comes in");
  probe.write("\r\n");
  await eventually(() => answers.includes("The server stops."), "it is not ready any more");
  assert.match(answers, /^HTTP\/1\.1 503 /);
  probe.destroy();
  await deaf.destroy();
  assert.equal((await server.ended).code, 0);
});

Deno.test("clients that come back by themselves have everything after a restart, once and in order", async () => {
  await using server = await startServer({ flags: CREW_FLAGS });
  const crew = await Crew.gather(server.url);
  for (let n = 0; n < 3; n++) {
    await crew.progress();
    await server.restart();
  }
  await crew.progress();
  assert.ok(await crew.finish() > 0);
});
