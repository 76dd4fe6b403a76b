import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { PROGRAMS } from "./compile.ts";

Deno.test("no binary may do all or read the whole environment, and the server starts no programs", () => {
  for (const { name, entry, permissions, environment, workers } of PROGRAMS) {
    for (const file of [entry, ...workers]) assert.ok(existsSync(file), file);
    assert.ok(
      !permissions.some((each) => /^(-A|--allow-(all|env|ffi)|--allow-sys$)/.test(each)),
      name,
    );
    assert.ok(!environment.includes("*") && environment.length > 0, name);
  }
  const server = PROGRAMS.find(({ name }) => name === "parley-server");
  assert.ok(!server?.permissions.some((each) => each.startsWith("--allow-run")));
});
