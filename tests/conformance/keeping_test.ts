import assert from "node:assert/strict";
import { join } from "node:path";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { TestClient } from "../support/client.ts";
import { call, logIn, readLog, register } from "../support/http.ts";
import { operate, operated } from "../support/operate.ts";
import { startServer } from "../support/server.ts";

/** A folder for what a test makes besides its servers. */
async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-keeping-" });
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a backup amid traffic, restored elsewhere, is a server with all that was acknowledged before", async () => {
  await withFolder(async (folder) => {
    await using server = await startServer({ flags: ["--sends-per-second", "0"] });
    const alice = await register(server.url, "alice");
    const file = join(folder, "backup.db");
    const data = join(folder, "data");
    const acknowledged: string[] = [];
    {
      await using client = await TestClient.connect(server.url, alice.token);
      const lobby = client.room("lobby");
      let under = true;
      const traffic = (async () => {
        for (let n = 0; under; n++) {
          await client.say(lobby, `message ${n}`);
          acknowledged.push(`message ${n}`);
        }
      })();
      await client.say(lobby, "before");
      const before = acknowledged.length;
      const report = await operated(["backup", file, "--data", server.data]);
      const after = acknowledged.length;
      assert.ok(report.events >= before && report.schema > 0, JSON.stringify(report));
      await client.say(lobby, "nobody waited");
      under = false;
      await traffic;
      assert.ok(after > before, "the chat went on meanwhile");
      acknowledged.length = before;
    }
    assert.deepEqual((await operated(["restore", file, "--data", data])).folder, data);
    await using restored = await startServer({ data });
    const { token } = await logIn(restored.url, "alice");
    const log = await readLog(restored.url, token, "lobby") as LogEvent[];
    const texts = new Set(log.map((event) => event.kind === "message" ? event.text : ""));
    for (const text of ["before", ...acknowledged]) assert.ok(texts.has(text), text);
    assert.deepEqual(log.map(({ seq }) => seq), log.map((_event, n) => n + 1));
    assert.equal((await call(restored.url, "/v1/me", { token: alice.token })).status, 200);
  });
});

Deno.test("an export of a server that runs, imported, is the same chat; everybody logs in anew", async () => {
  await withFolder(async (folder) => {
    await using server = await startServer();
    const alice = await register(server.url, "alice");
    {
      await using client = await TestClient.connect(server.url, alice.token);
      const { room } = await client.request("join", { room: "garden" });
      const { seq } = await client.say(room.id, "Grüße");
      await client.request("react", { room: room.id, seq, emoji: "🦜" });
    }
    const garden = await readLog(server.url, alice.token, "garden");
    const { code, stdout, stderr } = await operate(["--data", server.data, "export"]);
    assert.deepEqual([code, stderr.replace(/\d+/, "N")], [0, "Exported N rows.\n"]);
    const data = join(folder, "data");
    const imported = await operate(["import", "-", "--data", data], stdout);
    assert.equal(imported.code, 0, imported.stderr);
    await using other = await startServer({ data });
    assert.equal((await call(other.url, "/v1/me", { token: alice.token })).status, 401);
    const { token } = await logIn(other.url, "alice");
    assert.deepEqual(await readLog(other.url, token, "garden"), garden);
  });
});

Deno.test("doctor says that a running server is well, and its exit code that another folder is not", async () => {
  await using server = await startServer();
  await register(server.url, "alice");
  const { ok, findings } = await operated(["doctor", "--data", server.data]);
  assert.equal(ok, true, JSON.stringify(findings));
  const { code, stdout } = await operate(["doctor", "--data", join(server.data, "nowhere")]);
  assert.equal(code, 1);
  assert.match(stdout, /PROBLEM {2}data file: there is no/);
  assert.equal((await operate(["doctor", "--repair", "--data", server.data])).code, 6);
});

Deno.test("what an operator does wrong is said in one line, with what to do", async () => {
  await using server = await startServer();
  const cases: [string[], number, RegExp][] = [
    [["backup"], 2, /missing required argument 'file'/],
    [["backup", "x.db", "--data", join(server.data, "nowhere")], 5, /no data file.*--data/],
    [["restore", "/nowhere.db", "--data", server.data], 5, /There is no file/],
    [["import", "/nowhere.jsonl", "--data", server.data], 5, /There is no file/],
    [["export", "--room", "orchard", "--data", server.data], 5, /no room orchard/],
    [["doctor", "--mend"], 2, /unknown option '--mend'/],
  ];
  for (const [args, code, reason] of cases) {
    const ended = await operate(args);
    assert.equal(ended.code, code, ended.stderr);
    assert.match(ended.stderr, reason);
    assert.doesNotMatch(ended.stderr, /\n\s+at /, "a stack trace");
  }
});

Deno.test("an owner says how long messages are kept, all see it, and it is listed", async () => {
  await using server = await startServer();
  const [alice, bob] = [await register(server.url, "alice"), await register(server.url, "bob")];
  await using a = await TestClient.connect(server.url, alice.token);
  await using b = await TestClient.connect(server.url, bob.token);
  const { room } = await a.request("join", { room: "garden" });
  await b.request("join", { room: room.id });
  const changed = await a.request("set-room", { room: room.id, retention: 30 });
  assert.equal(changed.room.retention, 30);
  const event = await b.find((frame) => frame.kind === "settings", "the settings");
  assert.equal(event.retention, 30);
  await assert.rejects(b.request("set-room", { room: room.id, retention: 1 }), {
    code: "forbidden",
  });
  for (const retention of [-1, 1.5, 1e6]) {
    await assert.rejects(a.request("set-room", { room: room.id, retention }), {
      code: "bad-request",
    });
  }
  await a.say(room.id, "young");
  const { rooms } = await operated(["retention", "--data", server.data]);
  const [first] = rooms;
  assert.deepEqual([first.name, first.days, first.erased], ["garden", 30, 0]);
  const listed = await operate(["retention", "--data", server.data]);
  assert.match(listed.stdout, /^#garden\t30 days\tsince 20/);
  const { entries } = await a.request("audit", { room: room.id, action: "set-room" });
  assert.deepEqual(entries.map(({ detail }) => detail), ["retention: 30"]);
});
