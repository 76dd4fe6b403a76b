import assert from "node:assert/strict";
import { join } from "node:path";
import { operate, operated } from "../support/operate.ts";
import { startServer } from "../support/server.ts";

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-config-" });
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the data folder's file is obeyed, and config print says so", () =>
  withFolder(async (data) => {
    const path = join(data, "config.jsonc");
    await Deno.writeTextFile(path, '{\n  // by name alone? no\n  "registration": "closed",\n}\n');
    await using server = await startServer({ data });
    assert.match(server.stdout, /registration +closed/);
    const { file, options } = await operated(["config", "print", "--data", data, "--port", "1"]);
    assert.equal(file, path);
    const of = (wanted: string) => options.find(({ name }: { name: string }) => name === wanted);
    assert.deepEqual(of("registration"), {
      name: "registration",
      value: "closed",
      from: "file",
      place: `${path}:3`,
    });
    assert.equal(of("port").place, "--port");
  }));

Deno.test("a server with options that aren't right says all of them, and config check does", () =>
  withFolder(async (folder) => {
    const path = join(folder, "own.jsonc");
    await Deno.writeTextFile(path, '{\n  "port": "http",\n  "push-keys": "none.json",\n}\n');
    const started = await operate(["--config", path, "--workers", "many"]);
    assert.equal(started.code, 2);
    assert.match(started.stderr, /own\.jsonc:2:11: "port" has to be a whole number/);
    assert.match(started.stderr, /--workers has to be a whole number.*not "many"/);
    assert.doesNotMatch(started.stderr, /\n\s+at /, "a stack trace");

    const checked = await operate(["--workers", "many", "config", "check", "--config", path]);
    assert.equal(checked.code, 2);
    assert.match(checked.stderr, /own\.jsonc:2:11: /);
    assert.match(checked.stderr, /--workers /);
    assert.match(checked.stderr, /own\.jsonc:3: .*none\.json.*\n.*3 problems/);

    await Deno.writeTextFile(path, '{ "port": 8001 }');
    const right = await operate(["config", "check", "--config", path]);
    assert.deepEqual([right.code, right.stderr], [0, ""]);
    assert.equal((await operate(["config", "check", "--config", join(folder, "no")])).code, 2);
  }));

Deno.test("a data folder can't be named in its own file, and a file can't name another", () =>
  withFolder(async (data) => {
    await Deno.writeTextFile(join(data, "config.jsonc"), '{ "data": "x", "config": "y" }');
    const { stderr } = await operate(["config", "check", "--data", data]);
    assert.match(stderr, /"data" can't stand in the data folder's own file.*--config/);
    assert.match(stderr, /"config" can't stand in a file/);
  }));

Deno.test("config explain tells of an option what it takes, and of one with a slip which was meant", async () => {
  const { code, stdout } = await operate(["config", "explain", "registration"]);
  assert.equal(code, 0);
  assert.match(stdout, /choices +open, invite, closed\n +flag +--registration <choice>/);
  assert.match(stdout, /environment +PARLEY_REGISTRATION/);
  const slip = await operate(["config", "explain", "registratoin"]);
  assert.equal(slip.code, 2);
  assert.match(slip.stderr, /Did you mean "registration"/);
});

Deno.test("the help lists every subcommand, each with its own help", async () => {
  const { code, stdout } = await operate(["--help"]);
  assert.equal(code, 0);
  const names = [...stdout.split("Commands:")[1].matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) =>
    name
  );
  assert.ok(names.includes("backup") && names.includes("config"));
  for (const name of names) {
    const help = await operate([name, "--help"]);
    assert.equal(help.code, 0);
    assert.match(help.stdout, new RegExp(`^Usage: parley-server ${name}`));
  }
});
