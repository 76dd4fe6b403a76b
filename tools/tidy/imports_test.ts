import assert from "node:assert/strict";
import { checkCycles, checkDirection, checkSpecifiers, checkUnused } from "./imports.ts";
import { readSource } from "./source.ts";

function direction(path: string, specifier: string, keyword = "import"): number {
  return checkDirection(readSource(path, `${keyword} { a } from "${specifier}";\n`)).length;
}

Deno.test("each part imports only what it may", () => {
  const forbidden: [string, string][] = [
    ["shared/a.ts", "../server/b.ts"],
    ["shared/a.ts", "../cli/b.ts"],
    ["server/chat/a.ts", "../store/b.ts"],
    ["cli/app/a.ts", "../terminal/b.ts"],
    ["cli/app/a.ts", "../../shared/net/b.ts"],
    ["cli/editor/a.ts", "../terminal/b.ts"],
    ["cli/view/a.ts", "../../shared/net/b.ts"],
    ["server/a.ts", "../cli/b.ts"],
    ["server/a.ts", "../web/b.ts"],
    ["cli/a.ts", "../server/b.ts"],
    ["cli/a.ts", "../web/b.ts"],
    ["web/a.ts", "../server/b.ts"],
    ["web/a.ts", "../cli/b.ts"],
    ["server/a.ts", "../tests/support/b.ts"],
    ["cli/net/a.ts", "./testing/b.ts"],
    ["cli/net/a.ts", "../../bench/b.ts"],
    ["shared/a.ts", "./b_test.ts"],
  ];
  for (const [path, specifier] of forbidden) {
    assert.equal(direction(path, specifier), 1, `${path} imports ${specifier}`);
    assert.equal(direction(path, specifier, "import type"), 1, `${path}, types of ${specifier}`);
  }
  const allowed: [string, string][] = [
    ["shared/protocol/a.ts", "../b.ts"],
    ["shared/version.ts", "../deno.json"],
    ["server/chat/a.ts", "./b.ts"],
    ["server/chat/a.ts", "../../shared/b.ts"],
    ["cli/terminal/a.ts", "../editor/keys.ts"],
    ["cli/commands/a.ts", "../net/b.ts"],
    ["server/a_test.ts", "../tests/support/b.ts"],
    ["cli/net/a_test.ts", "./testing/b.ts"],
    ["tests/a.ts", "../cli/b.ts"],
    ["cli/a.ts", "hono"],
  ];
  for (const [path, specifier] of allowed) {
    assert.equal(direction(path, specifier), 0, `${path} imports ${specifier}`);
  }
});

Deno.test("packages come from deno.json, by their bare names", () => {
  const packages = new Set(["hono", "@clack/prompts"]);
  const check = (specifier: string) =>
    checkSpecifiers(readSource("cli/a.ts", `import "${specifier}";`), packages).length;
  for (
    const good of ["hono", "hono/cookie", "@clack/prompts", "node:fs", "./b.ts", "../deno.json"]
  ) {
    assert.equal(check(good), 0, good);
  }
  for (
    const bad of ["jsr:@std/cli", "https://x.org/a.ts", "npm:hono", "valibot", "@clack/core", "./b"]
  ) {
    assert.equal(check(bad), 1, bad);
  }
});

Deno.test("a cycle of imports is told with its way, type-only imports exempt", () => {
  const file = (name: string, imports: string) => readSource(`cli/${name}.ts`, imports);
  const found = checkCycles([
    file("a", 'import { b } from "./b.ts";'),
    file("b", '\nimport { c } from "./c.ts";'),
    file("c", '\n\nimport { a } from "./a.ts";\nimport { d } from "./d.ts";'),
    file("d", 'import type { c } from "./c.ts";'),
  ]);
  assert.equal(found.length, 1);
  assert.match(found[0].message, /cli\/a\.ts → cli\/b\.ts → cli\/c\.ts → cli\/a\.ts/);
  assert.deepEqual([found[0].file, found[0].line], ["cli/c.ts", 3]);
});

Deno.test("a package that nothing imports is reported", () => {
  const sources = [
    readSource("cli/a.ts", 'import { x } from "hono/cookie";\nawait import("@clack/prompts");'),
  ];
  const packages = new Set(["hono", "@clack/prompts", "commander", "ws"]);
  const messages = checkUnused(sources, packages).map((problem) => problem.message);
  assert.equal(messages.length, 1);
  assert.match(messages[0], /lists ws, which nothing imports/);
});
