import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);
const markdown = await Deno.readTextFile(new URL("SECURITY.md", ROOT));

/** The rows of the tables of threats. */
const rows = markdown.split("\n")
  .filter((line) => line.startsWith("|") && !/^\| (threat|-)/.test(line))
  .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));

/** What declares a test, the text that names it being next. */
const DECLARATIONS = ["Deno.test(", "Deno.test.ignore(", "Deno.test.only(", "testUnless("];

/**
 * The names of a file's tests, `…` in place of what a template fills in, and by what each is declared. A
 * file of cases has them as keys.
 */
function testsOf(text: string): Map<string, string> {
  const tests = new Map<string, string>();
  const names = /(["`])((?:\\.|(?!\1)[^\\])*)\1(?:,\s*(?:async )?\(|: async )/g;
  for (const { 2: name, index } of text.matchAll(names)) {
    const before = text.slice(0, index);
    const nearest = DECLARATIONS
      .map((declaration) => ({ declaration, at: before.lastIndexOf(declaration) }))
      .sort((a, b) => b.at - a.at)[0];
    tests.set(
      name.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "…"),
      nearest.at < 0 ? "case" : nearest.declaration,
    );
  }
  return tests;
}

Deno.test("each threat of SECURITY.md says what prevents it, and which tests show it, by names that there are", async () => {
  assert.ok(rows.length >= 30);
  for (const [threat, prevention, shown] of rows) {
    assert.ok(threat && prevention, `${threat} is not prevented`);
    const named = [...shown.matchAll(/`([^`]+)`: "([^"]+)"/g)];
    assert.equal(
      named.map(([all]) => all).join("<br>"),
      shown,
      `${threat}: file and name of a test`,
    );
    for (const [, path, name] of named) {
      assert.match(path, /_(test|cases)\.ts$/);
      const declared = testsOf(await Deno.readTextFile(new URL(path, ROOT))).get(name);
      assert.ok(declared, `"${name}" is no test of ${path}`);
      assert.notEqual(declared, "Deno.test.ignore(", `"${name}" is skipped`);
    }
  }
});

Deno.test("a test that is renamed or skipped is found", () => {
  const text = `
    Deno.test("it runs", () => {});
    Deno.test.ignore("it doesn't", async () => {});
    testUnless(LONG ? undefined : "too long, (so far)", \`it took \${{ a: 1 }.a} s\`, () => {});
  `;
  assert.deepEqual([...testsOf(text)], [
    ["it runs", "Deno.test("],
    ["it doesn't", "Deno.test.ignore("],
    ["it took … s", "testUnless("],
  ]);
});

Deno.test("no test of tests/security is without its threat", async () => {
  for await (const { name } of Deno.readDir(new URL("tests/security/", ROOT))) {
    if (!name.endsWith("_test.ts") || name === "threat_model_test.ts") continue;
    assert.ok(markdown.includes(`tests/security/${name}`), name);
  }
});
