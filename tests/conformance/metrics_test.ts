import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { httpApp } from "../../server/gateway/http/app.ts";
import { PROCESS_METRICS, THREAD_METRICS } from "../../server/metrics/catalogue.ts";
import { TestClient } from "../support/client.ts";
import { call, register } from "../support/http.ts";
import { readMetrics, total } from "../support/metrics.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { eventually } from "../support/wait.ts";
import { UnreliableBus, Wired } from "../support/wired.ts";

const TOKEN = "metrics-of-this-test";
const flags = ["--metrics-token", TOKEN];

Deno.test("metrics count what happens, over all gateways, and a parser of Prometheus' text reads them", async () => {
  await using server = await startServer({ flags: [...flags, "--workers", "2"] });
  const alice = await register(server.url, "alice", "correct horse battery");
  const bob = await register(server.url, "bob", "correct horse battery");
  const clients = [
    await TestClient.connect(server.url, alice.token),
    await TestClient.connect(server.url, bob.token),
  ];
  for (let n = 0; n < 5; n++) await clients[0].say("lobby", `message ${n}`);
  await call(server.url, "/v1/rooms/nowhere", { token: alice.token });
  let metrics = await readMetrics(server.url, TOKEN);
  await eventually(async () => {
    metrics = await readMetrics(server.url, TOKEN);
    return total(metrics, "parley_sessions") === 2 &&
      total(metrics, "parley_deliveries_total") >= 10 &&
      total(metrics, "parley_messages_committed_total") === 5 &&
      total(metrics, "parley_refusals_total", { code: "not-found" }) > 0;
  }, "the threads report");
  assert.equal(total(metrics, "parley_connections"), 2);
  assert.ok(total(metrics, "parley_rooms_followed") >= 1);
  assert.equal(total(metrics, "parley_store_well"), 2, "one for each gateway");
  const [{ buckets }] = metrics.get("parley_commit_seconds")!.metrics;
  assert.ok(Number(buckets!["+Inf"]) > 0 && Number(buckets!["+Inf"]) >= Number(buckets!["0.01"]));
  assert.ok(total(metrics, "process_resident_memory_bytes") > 1e7);

  // Each of the catalogue's is there with its help, and nothing else is; Web Push has no keys here.
  const all = new Map(Object.entries({ ...THREAD_METRICS, ...PROCESS_METRICS }));
  assert.deepEqual([...metrics.keys()].sort(), [...all.keys()].sort());
  for (const { name, help, type, metrics: series } of metrics.values()) {
    assert.equal(help, all.get(name)!.help);
    assert.equal(type.toLowerCase(), all.get(name)!.type);
    if (name !== "parley_pushes_total") assert.ok(series.length > 0, name);
  }
  for (const client of clients) client.close();
});

Deno.test("metrics are for whoever has the token, and for nobody where none was given", async () => {
  await using server = await startServer({ flags });
  for (const authorization of [undefined, "Bearer ", "Bearer metrics-of-this-tes", "Basic eA=="]) {
    const headers = authorization === undefined ? undefined : { authorization };
    const response = await fetch(`${server.url}/metrics`, { headers });
    assert.equal(response.status, 401);
    assert.doesNotMatch(await response.text(), /parley_/);
  }
  await using other = await startServer();
  assert.equal((await call(other.url, "/metrics", { token: TOKEN })).status, 404);
});

Deno.test("a server that serves is ready, one that can't save or that stops is not", async () => {
  await using wired = await Wired.start(1, new UnreliableBus(() => "arrives"));
  const [gateway] = wired.gateways;
  const app = httpApp(gateway);
  const ask = async (path: string) => {
    const response = await app.request(path, {}, { address: "127.0.0.1" });
    return [response.status, await response.text()];
  };
  assert.deepEqual(await ask("/readyz"), [200, "ready\n"]);
  gateway.receive({ op: "health", trouble: "The disk is full." });
  for (const path of ["/readyz", "/healthz"]) {
    const [status, body] = await ask(path);
    assert.equal(status, 503);
    assert.match(String(body), /The disk is full/);
  }
  gateway.receive({ op: "health", trouble: undefined });
  assert.deepEqual(await ask("/readyz"), [200, "ready\n"]);
  await gateway.stop("The test is over.");
  assert.equal((await ask("/readyz"))[0], 503);
  assert.deepEqual(await ask("/healthz"), [200, "ok\n"], "it lives until the end");
});

Deno.test("the log is JSON lines where nobody reads it, and text where that is asked for", async () => {
  const start = (format: string[]) =>
    startServer({ flags: ["--workers", "2", "--max-connections", "1000000", ...format] });
  await using programs = await start([]);
  await using people = await start(["--log-format", "text"]);
  const firstLine = async (server: TestServer) => {
    await eventually(() => server.stderr.includes("\n"), "it warns of the limit of open files");
    return server.stderr.split("\n")[0];
  };
  const { "@timestamp": at, level, logger, message, properties } = JSON.parse(
    await firstLine(programs),
  );
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 600_000);
  assert.deepEqual([level, logger], ["WARN", "parley.server"]);
  assert.match(message, /^Only \d+ connections are possible/);
  assert.ok(properties.connections < 1_000_000);
  assert.match(await firstLine(people), /^\d{4}-\S+Z \[WARNING\] parley\.server: Only \d+ /);
});

for (const listener of ["node", "deno"]) {
  Deno.test(`${listener}: a body that its sender cuts off is a refusal, and no error in the log`, async () => {
    await using server = await startServer({ flags: [...flags, "--listener", listener] });
    const socket = connect({ port: server.port, host: "127.0.0.1" });
    await once(socket, "connect");
    const head = "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n";
    await new Promise<void>((resolve) => socket.write(`${head}{"name":`, () => resolve()));
    socket.destroy();
    await eventually(async () => {
      const metrics = await readMetrics(server.url, TOKEN);
      return total(metrics, "parley_refusals_total", { code: "bad-request" }) === 1;
    }, "it is counted");
    assert.equal(server.stderr, "");
  });
}
