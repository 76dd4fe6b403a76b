import assert from "node:assert/strict";
import { isTestCode, readSource } from "./source.ts";

Deno.test("imports are found with their line, target and kind, in whatever form they are written", () => {
  const { imports } = readSource(
    "server/gateway/a.ts",
    [
      'import "./plain.ts";',
      'import { a, type B } from "../b.ts";',
      'import type { C } from "./c.ts";',
      'import { type D, type E } from "./d.ts";',
      "import {\n  f,\n} from '../../shared/f.ts';",
      'export * from "./g.ts";',
      'export { h } from "./h.ts";',
      'const lazy = await import("./i.ts");',
      'import json from "../../deno.json" with { type: "json" };',
      'import { z } from "hono";',
    ].join("\n"),
  );
  const found = imports.map(({ target, specifier, typeOnly, line }) =>
    `${line} ${target ?? specifier}${typeOnly ? " type" : ""}`
  );
  assert.deepEqual(found.sort((a, b) => parseInt(a) - parseInt(b)), [
    "1 server/gateway/plain.ts",
    "2 server/b.ts",
    "3 server/gateway/c.ts type",
    "4 server/gateway/d.ts type",
    "5 shared/f.ts",
    "8 server/gateway/g.ts",
    "9 server/gateway/h.ts",
    "10 server/gateway/i.ts",
    "11 deno.json",
    "12 hono",
  ]);
});

Deno.test("what stands in comments, strings, templates and regular expressions is not code", () => {
  const text = [
    '/* import "./a.ts"; Deno */ // Deno',
    'const s = "Deno \\" Deno" + \'Deno\';',
    "const t = `Deno ${s + `Deno ${s}` + { Deno: 1 }.Deno} Deno \\` ${'Deno'}`;",
    'const r = /["`]Deno[/"]\\//g.test(s) ? 6 / 2 / 1 : 0;',
    "const after = Deno.args;",
  ].join("\n");
  const { code, imports } = readSource("a.ts", text);
  assert.deepEqual(imports, []);
  assert.equal(code.length, text.length);
  const lines = code.split("\n").map((line) => line.match(/\bDeno\b/g)?.length ?? 0);
  assert.deepEqual(lines, [0, 0, 2, 0, 1], "only the two in the substitution, and the last");
});

Deno.test("words that end in import or from are no imports", () => {
  const text = 'reimport("./a.ts");\nconst x = Array.from("./b.ts");\nexport const y = "./c.ts";';
  assert.deepEqual(readSource("a.ts", text).imports, []);
});

Deno.test("test code is told by its folder or its name", () => {
  for (
    const path of ["tests/a.ts", "bench/a.ts", "tools/a.ts", "cli/a_test.ts", "cli/testing/a.ts"]
  ) {
    assert.equal(isTestCode(path), true, path);
  }
  for (const path of ["cli/a.ts", "server/attests/a.ts", "shared/contest.ts"]) {
    assert.equal(isTestCode(path), false, path);
  }
});
