import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { httpApp } from "../../server/gateway/http/app.ts";
import { TestClient } from "../support/client.ts";
import { call, logIn, register } from "../support/http.ts";
import { rawRequest } from "../support/raw_http.ts";
import { fromSource, startServer } from "../support/server.ts";
import { eventually } from "../support/wait.ts";
import { UnreliableBus, Wired } from "../support/wired.ts";

/** Nothing of these may ever be in what the server writes or tells to others. */
const CANARY = {
  password: "canary-password-5f1e9c",
  message: "canary-message-8ab2d7",
  search: "canarysearch3d9e41",
  metrics: "canary-metrics-b71e60",
};

/** A server of which threads end by a defect when they are told to. */
const CRASHABLE = fromSource(
  fileURLToPath(new URL("../faults/crashing/server.ts", import.meta.url)),
);

Deno.test("no token, password or message is in any log, error, metric, health or crash", async () => {
  const server = await startServer({
    command: CRASHABLE,
    flags: ["--log-level", "debug", "--metrics-token", CANARY.metrics],
  });
  const told: string[] = [];
  const keep = async (path: string, options: Parameters<typeof call>[2] = {}) => {
    const { body, headers } = await call(server.url, path, options);
    told.push(JSON.stringify(body), JSON.stringify([...headers]));
    return body;
  };
  try {
    const { url, port } = server;
    const alice = await register(url, "alice", CANARY.password);
    const { token: second } = await logIn(url, "alice", CANARY.password);
    const client = await TestClient.connect(url, alice.token);
    await client.say("lobby", CANARY.message);
    const made = await client.request("create-token", { name: "bot", scopes: ["send"] });
    const { path } = await client.request("create-incoming-hook", { room: "lobby", name: "ci" });
    const tokens = [alice.token, second, made.token, path.split("/").at(-1)!];
    told.push((await call(url, path, { body: { text: "built" } })).body);

    // What goes wrong in every way that one can make it go wrong from outside.
    await keep("/v1/sessions", { body: { name: "alice", password: `${CANARY.password}x` } });
    await keep("/v1/sessions", { body: { name: "nobody", password: CANARY.password } });
    await keep("/v1/sessions", { body: { password: CANARY.password, nonsense: 1 } });
    await keep("/v1/accounts", { body: { name: "alice", password: CANARY.password } });
    await keep("/v1/accounts", { body: { name: "b b", password: CANARY.password } });
    await keep("/v1/me", { token: `${alice.token}x` });
    await keep(`/v1/me?token=${alice.token}`);
    await keep(`/v1/rooms/nowhere/messages`, {
      token: alice.token,
      body: { text: CANARY.message },
    });
    await keep(`/v1/rooms/lobby/messages`, {
      token: alice.token,
      body: { text: CANARY.message, replyTo: 99_999 },
    });
    await keep(`/v1/search?query=${CANARY.search}`, { token: alice.token });
    await keep("/v1/me/password", {
      method: "PUT",
      token: alice.token,
      body: { old: "not it at all", new: CANARY.password },
    });
    for (const frame of [`{"type":"send","text":"${CANARY.message}"`, "{}", "[]"]) {
      client.sendText(frame);
      const refusal = await client.find((frame) => frame.type === "refuse", "a refusal");
      told.push(JSON.stringify(refusal));
    }
    const garbled = await rawRequest(
      port,
      `GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${alice.token}\r\nBad Header\r\n\r\n`,
    );
    told.push(JSON.stringify(garbled ?? ""));
    const other = new TestClient(url);
    await other.opened;
    other.send({ type: "hello", token: `${alice.token}y` });
    told.push(JSON.stringify(await other.next("bye")));
    await other.closed;
    await keep("/healthz");
    await keep("/v1/server");
    await keep("/v1/openapi.json");
    const authorization = `Bearer ${CANARY.metrics}`;
    const metrics = await (await fetch(`${url}/metrics`, { headers: { authorization } })).text();
    assert.match(metrics, /^parley_/m);
    told.push(metrics);

    // Threads crash amid what is said, one of each kind that sees it.
    client.send({ type: "send", id: "last", room: client.room("lobby"), text: CANARY.message });
    server.signal("SIGUSR1");
    await eventually(() => /serves in place/.test(server.stderr), "another gateway serves");
    await client.close();
    tokens.push((await logIn(url, "alice", CANARY.password)).token);
    server.signal("SIGUSR2");
    assert.equal((await server.ended).code, 1);
    assert.match(server.stderr, /Crashed by a test/);
    const written = [...told, server.stdout, server.stderr].join("\n");
    for (const [n, value] of [...tokens, ...Object.values(CANARY)].entries()) {
      assert.ok(!written.includes(value), `Secret ${n} was told or logged.`);
    }
    for await (const { name, isFile } of Deno.readDir(server.data)) {
      // The operator's socket holds nothing.
      if (!isFile) continue;
      const bytes = await Deno.readFile(`${server.data}/${name}`);
      const text = new TextDecoder("latin1").decode(bytes);
      for (const [n, value] of [...tokens, CANARY.password, CANARY.metrics].entries()) {
        assert.ok(!text.includes(value), `Secret ${n} is in ${name}.`);
      }
    }
  } finally {
    await server[Symbol.asyncDispose]();
  }
});

Deno.test("a request that fails for a defect tells nothing of it, and logs nothing of what was sent", async () => {
  await using wired = await Wired.start(1, new UnreliableBus(() => "arrives"));
  const gateway = wired.gateways[0];
  const { token } = await wired.register("alice", CANARY.password);
  const logged: string[] = [];
  const { error } = console;
  console.error = (...parts: unknown[]) => void logged.push(parts.map(String).join(" "));
  try {
    gateway.store.write = () => Promise.reject(new TypeError("a defect in the store"));
    const app = httpApp(gateway);
    const response = await app.request("/v1/rooms/lobby/messages", {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ text: CANARY.message }),
    }, { address: "127.0.0.1" });
    const body = await response.text();
    assert.equal(response.status, 500);
    assert.doesNotMatch(body, /defect|TypeError|\.ts/);
    const all = [body, ...logged].join("\n");
    for (const value of [token, CANARY.message, CANARY.password]) assert.ok(!all.includes(value));
  } finally {
    console.error = error;
  }
});
