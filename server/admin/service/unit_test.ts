import assert from "node:assert/strict";
import { join } from "node:path";
import { noProgram, testUnless } from "../../../tests/support/skip.ts";
import { UNIT_NAME, unitOf, type UnitOptions } from "./unit.ts";

/** A program that is there, since systemd looks. */
const OPTIONS: UnitOptions = { command: ["/bin/true"], user: false, lowPorts: false };

const noSystemd = noProgram("systemd-analyze", "--version");

async function withUnit<T>(options: UnitOptions, run: (path: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "parley-unit-" });
  try {
    const path = join(folder, UNIT_NAME);
    await Deno.writeTextFile(path, unitOf(options));
    return await run(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function analyze(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command("systemd-analyze", { args }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), errors: text(stderr) };
}

for (const lowPorts of [false, true]) {
  const what = lowPorts ? "the unit with low ports" : "the unit";

  testUnless(noSystemd, `${what} is one that systemd understands, without a word`, async () => {
    const { code, errors } = await withUnit(
      { ...OPTIONS, lowPorts },
      (path) => analyze("verify", path),
    );
    assert.deepEqual([code, errors], [0, ""]);
  });

  testUnless(noSystemd, `${what} is exposed to little`, async () => {
    const { out } = await withUnit(
      { ...OPTIONS, lowPorts },
      (path) => analyze("security", "--offline=yes", "--no-pager", path),
    );
    const level = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(out)?.[1]);
    // 0 is none, 10 is all; without any hardening it is 9.6.
    assert.ok(level <= 2, out);
  });
}

Deno.test("a path with spaces and signs reaches the program as it is", () => {
  const unit = unitOf({ ...OPTIONS, command: ["/opt/my chat/100%/$x/parley-server"] });
  assert.ok(unit.includes('\nExecStart="/opt/my chat/100%%/$$x/parley-server"\n'), unit);
});

Deno.test("a person's own service has a person's folder, and nothing that only the system may set", () => {
  const unit = unitOf({ ...OPTIONS, user: true });
  assert.match(unit, /PARLEY_DATA=%h\/\.local\/share\/parley/);
  assert.match(unit, /WantedBy=default\.target/);
  for (const word of ["User=", "StateDirectory", "Capabilit", "ProtectSystem"]) {
    assert.ok(!unit.includes(word), word);
  }
});
