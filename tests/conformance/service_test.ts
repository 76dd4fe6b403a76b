import assert from "node:assert/strict";
import { join } from "node:path";
import { fromSource, startServer } from "../support/server.ts";

async function parleyServer(...args: string[]) {
  const [program, ...first] = fromSource();
  const { code, stdout, stderr } = await new Deno.Command(program, { args: [...first, ...args] })
    .output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), errors: text(stderr) };
}

for (const flags of [[], ["--tls", "self-signed"]]) {
  Deno.test(`healthcheck tells whether the server is well ${flags.join(" ")}`, async () => {
    await using server = await startServer({ flags });
    const check = () =>
      parleyServer("--host", "127.0.0.1", "--port", `${server.port}`, ...flags, "healthcheck");
    assert.deepEqual(await check(), { code: 0, out: "ok\n", errors: "" });
    await server.stop();
    const { code, errors } = await check();
    assert.equal(code, 3);
    assert.match(errors, /No server answers at 127\.0\.0\.1, port \d+.*Give the options/);
  });
}

Deno.test("service install writes the unit once, and tells what to do next", async () => {
  const folder = await Deno.makeTempDir({ prefix: "parley-service-" });
  try {
    const install = (...more: string[]) =>
      parleyServer("service", "install", "--folder", folder, "--program", "/opt/parley", ...more);
    const { code, out } = await install();
    assert.equal(code, 0);
    assert.match(out, /systemctl enable --now parley-server\.service/);
    const unit = await Deno.readTextFile(join(folder, "parley-server.service"));
    assert.match(unit, /^ExecStart=\/opt\/parley$/m);
    const again = await install();
    assert.equal(again.code, 6);
    assert.match(again.errors, /is there already.*--force/);
    assert.match((await install("--force", "--user")).out, /systemctl --user enable/);
    assert.match((await install("--user", "--low-ports")).errors, /ports below 1024/);
    assert.equal((await parleyServer("service", "print", "--program", "/opt/parley")).out, unit);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
