import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);
const markdown = await Deno.readTextFile(new URL("SECURITY.md", ROOT));

/** The rows of the tables of threats. */
const rows = markdown.split("\n")
  .filter((line) => line.startsWith("|") && !/^\| (threat|-)/.test(line))
  .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));

/** How a test of a file is declared. */
interface Declared {
  by: "Deno.test" | "Deno.test.ignore" | "Deno.test.only" | "testUnless" | "case";
  /** Of `testUnless`: the expression that says why it is skipped. */
  reason?: string;
}

/** What declares a test, the text that names it being next. */
const DECLARATIONS = /\b(Deno\.test(?:\.ignore|\.only)?|testUnless)\(\s*/g;

/**
 * The names of a file's tests, `…` in place of what a template fills in, and how each is declared. A file of
 * cases has them as keys.
 */
function testsOf(text: string): Map<string, Declared> {
  const tests = new Map<string, Declared>();
  const names = /(["`])((?:\\.|(?!\1)[^\\])*)\1(?:,\s*(?:async )?\(|: async )/g;
  for (const { 2: name, index } of text.matchAll(names)) {
    const before = text.slice(0, index);
    const nearest = [...before.matchAll(DECLARATIONS)].at(-1);
    const by = (nearest?.[1] ?? "case") as Declared["by"];
    const reason = by === "testUnless"
      ? before.slice(nearest!.index + nearest![0].length).replace(/,\s*$/, "")
      : undefined;
    tests.set(name.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "…"), reason ? { by, reason } : { by });
  }
  return tests;
}

/** A constant that says what only some systems have. */
const CONSTANT = /^(?:export )?(const \w+(?:: [^=]+)? =\s+Deno\.build\.os[^;]*;)$/gm;
/** Those that several files share. */
const shared = await Deno.readTextFile(new URL("tests/support/sockets.ts", ROOT));

/**
 * Why a test is skipped in the long run on Linux, which is where all that SECURITY.md names has to run: its
 * `reason` is worked out as if it were there. It may be made of what is known of that run, and of
 * constants of the system.
 *
 * @throws {ReferenceError} if it depends on anything else.
 */
function skippedInLongRun(reason: string, text: string): unknown {
  const constants = [...`${shared}\n${text}`.matchAll(CONSTANT)]
    .map(([, declaration]) => declaration).join("\n");
  const run = new Function("LONG", "Deno", `"use strict"; ${constants}\nreturn (${reason});`);
  return run(true, { build: { os: "linux" } });
}

Deno.test("each threat of SECURITY.md says what prevents it, and which tests show it: they are there, and run", async () => {
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
      const text = await Deno.readTextFile(new URL(path, ROOT));
      const declared = testsOf(text).get(name);
      assert.ok(declared, `"${name}" is no test of ${path}`);
      assert.equal(declared.by === "case", path.endsWith("_cases.ts"), `"${name}" is declared`);
      assert.notEqual(declared.by, "Deno.test.ignore", `"${name}" is skipped`);
      if (!declared.reason) continue;
      const skipped = skippedInLongRun(declared.reason, text);
      assert.equal(skipped, undefined, `"${name}" is skipped even in the long run on Linux`);
    }
  }
});

Deno.test("a test that is renamed, or skipped where it has to run, is found", () => {
  const text = `
const ON_LINUX = Deno.build.os === "linux" ? undefined : "it reads /proc";
Deno.test("it runs", () => {});
Deno.test.ignore("it doesn't", async () => {});
testUnless(LONG ? undefined : "too long, (so far)", \`it took \${{ a: 1 }.a} s\`, () => {});
testUnless(
  LONG ? ON_LINUX : "too long",
  "it reads",
  async () => {},
);
testUnless("nobody mended it", "it is left out", () => {});
testUnless(noStrace, "it may be left out", () => {});
`;
  const tests = testsOf(text);
  assert.deepEqual([...tests], [
    ["it runs", { by: "Deno.test" }],
    ["it doesn't", { by: "Deno.test.ignore" }],
    ["it took … s", { by: "testUnless", reason: 'LONG ? undefined : "too long, (so far)"' }],
    ["it reads", { by: "testUnless", reason: 'LONG ? ON_LINUX : "too long"' }],
    ["it is left out", { by: "testUnless", reason: '"nobody mended it"' }],
    ["it may be left out", { by: "testUnless", reason: "noStrace" }],
  ]);
  const skipped = (name: string) => skippedInLongRun(tests.get(name)!.reason!, text);
  assert.equal(skipped("it took … s"), undefined);
  assert.equal(skipped("it reads"), undefined);
  assert.equal(skipped("it is left out"), "nobody mended it");
  assert.throws(() => skipped("it may be left out"), ReferenceError);
});

Deno.test("no test of tests/security is without its threat", async () => {
  for await (const { name } of Deno.readDir(new URL("tests/security/", ROOT))) {
    if (!name.endsWith("_test.ts") || name === "threat_model_test.ts") continue;
    assert.ok(markdown.includes(`tests/security/${name}`), name);
  }
});
