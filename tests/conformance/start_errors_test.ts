import assert from "node:assert/strict";
import { createServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { call } from "../support/http.ts";
import { type Ended, NotStarted, type ServerOptions, startServer } from "../support/server.ts";

/** Starts a server that can't: its end, which must be a clear one. */
async function failedStart(options: ServerOptions): Promise<Ended> {
  let ended: Ended;
  try {
    await using _server = await startServer(options);
    assert.fail("It started.");
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error;
    ended = error.ended;
  }
  assert.notEqual(ended.code, 0);
  assert.equal(ended.stdout, "");
  assert.doesNotMatch(ended.stderr, /\n\s+at |file:\/\/|Uncaught|Error:/, "a stack trace");
  assert.equal(ended.stderr.trimEnd().split("\n").length, 1, ended.stderr);
  return ended;
}

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-start-" });
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const workers of ["1", "2"]) {
  const flags = ["--workers", workers];

  Deno.test(`a port that another server has is named, with ${workers} gateways`, async () => {
    await using first = await startServer({ flags });
    const { code, stderr } = await failedStart({ port: first.port, flags });
    assert.equal(code, 6);
    assert.match(stderr, new RegExp(`Port ${first.port} is already in use.*--port`));
    assert.equal((await call(first.url, "/healthz")).status, 200);
  });

  Deno.test(`a port that another program has is named, with ${workers} gateways`, async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    assert.match((await failedStart({ port, flags })).stderr, /already in use/);
    await new Promise((resolve) => other.close(resolve));
  });
}

Deno.test("a host that is not this computer's is named", async () => {
  const { stderr } = await failedStart({ flags: ["--host", "192.0.2.1"] });
  assert.match(stderr, /"192\.0\.2\.1" is not an address of this computer.*--host/);
});

Deno.test("a data folder that can't be made is named, with what to do", async () => {
  await withFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const data = join(file, "data");
    const { code, stderr } = await failedStart({ data });
    assert.equal(code, 7);
    assert.ok(stderr.includes(data), stderr);
    assert.match(stderr, /Can't write the data folder.*--data/);
  });
});

Deno.test("a data folder that another server uses is named, and that one goes on", async () => {
  await using first = await startServer();
  const { code, stderr } = await failedStart({ data: first.data });
  assert.equal(code, 6);
  assert.ok(stderr.includes(first.data), stderr);
  assert.match(stderr, /in use by another Parley server/);
  assert.equal((await call(first.url, "/healthz")).status, 200);
});

Deno.test("a folder whose server was killed is free", async () => {
  await using first = await startServer();
  await first.kill();
  await using second = await startServer({ data: first.data });
  assert.equal((await call(second.url, "/healthz")).status, 200);
});

Deno.test("a database of a newer version is refused, and nothing in it changed", async () => {
  await withFolder(async (data) => {
    await using first = await startServer({ data });
    await first.stop();
    const file = join(data, "parley.db");
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 999");
    database.exec("PRAGMA journal_mode = DELETE");
    database.close();
    const before = await Deno.readFile(file);
    const { code, stderr } = await failedStart({ data });
    assert.equal(code, 6);
    assert.match(stderr, /written by a newer Parley \(schema 999/);
    assert.deepEqual(await Deno.readFile(file), before);
  });
});

Deno.test("a file that is no Parley database is refused, and nothing in it changed", async () => {
  await withFolder(async (data) => {
    const file = join(data, "parley.db");
    const database = new DatabaseSync(file);
    database.exec("CREATE TABLE mine (x); INSERT INTO mine VALUES (1)");
    database.close();
    const before = await Deno.readFile(file);
    assert.match((await failedStart({ data })).stderr, /is not a Parley database/);
    assert.deepEqual(await Deno.readFile(file), before);
    await Deno.writeTextFile(file, "Dear diary, ".repeat(1000));
    assert.match((await failedStart({ data })).stderr, /is not a Parley database/);
    assert.match(await Deno.readTextFile(file), /^Dear diary/);
  });
});

Deno.test("a flag that is not right is named, with what would be", async () => {
  const cases: [string[], RegExp][] = [
    [["--workers", "none"], /--workers.*whole number from 1 to 64/],
    [["--guests", "perhaps"], /--guests.*on or off/],
    [["--port", "70000"], /--port.*whole number from 0 to 65535/],
    [["--wokers", "2"], /unknown option '--wokers'/],
    [["surplus"], /too many arguments/],
  ];
  for (const [flags, reason] of cases) {
    await assert.rejects(startServer({ flags }), (error) => {
      assert.ok(error instanceof NotStarted);
      assert.notEqual(error.ended.code, 0);
      assert.match(error.ended.stderr, reason);
      return true;
    });
  }
});

Deno.test("the environment sets what no flag does", async () => {
  await using server = await startServer({
    flags: ["--registration", "closed"],
    env: { PARLEY_REGISTRATION: "invite", PARLEY_GUESTS: "off" },
  });
  const { body } = await call(server.url, "/v1/server");
  assert.deepEqual([body.registration, body.guests], ["closed", false]);
  await assert.rejects(
    startServer({ env: { PARLEY_WORKERS: "many" } }),
    /PARLEY_WORKERS|--workers/,
  );
});
