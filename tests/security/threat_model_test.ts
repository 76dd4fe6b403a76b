import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);
const markdown = await Deno.readTextFile(new URL("SECURITY.md", ROOT));

/** The rows of the tables of threats. */
const rows = markdown.split("\n")
  .filter((line) => line.startsWith("|") && !/^\| (threat|-)/.test(line))
  .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));

Deno.test("each threat of SECURITY.md says what prevents it, and which tests there are to show it", async () => {
  assert.ok(rows.length >= 30);
  for (const [threat, prevention, tests] of rows) {
    assert.ok(threat && prevention, `${threat} is not prevented`);
    const paths = [...tests.matchAll(/`([^`]+)`/g)].map(([, path]) => path);
    assert.ok(paths.length > 0, `${threat} is not tested`);
    for (const path of paths) {
      assert.match(path, /_test\.ts$/);
      const text = await Deno.readTextFile(new URL(path, ROOT));
      assert.match(text, /Deno\.test|testUnless/, path);
    }
  }
});

Deno.test("no test of tests/security is without its threat", async () => {
  for await (const { name } of Deno.readDir(new URL("tests/security/", ROOT))) {
    if (!name.endsWith("_test.ts") || name === "threat_model_test.ts") continue;
    assert.ok(markdown.includes(`tests/security/${name}`), name);
  }
});
