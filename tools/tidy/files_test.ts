import assert from "node:assert/strict";
import { checkAdapters, checkDeno, checkFileName, checkHeader, checkLength } from "./files.ts";
import { readSource } from "./source.ts";

const HEADER = "/**\n * Counts sheep.\n * @module\n */\n";

function messages(problems: { message: string }[]): string {
  return problems.map((problem) => problem.message).join("\n");
}

Deno.test("a file needs an opening comment with a sentence and @module", () => {
  const check = (text: string, path = "cli/sheep.ts") =>
    messages(checkHeader(readSource(path, text)));
  assert.equal(check(HEADER), "");
  assert.equal(check("/**\n * Counts sheep.\n *\n * At night only\n * @module\n */\n"), "");
  assert.match(check("export {};\n"), /no opening comment/);
  assert.match(check("// Counts sheep.\n"), /no opening comment/);
  assert.match(check("/** Counts sheep. */\n"), /no line @module/);
  assert.match(check("/**\n * @module\n */\n"), /no sentence/);
  assert.match(check("/**\n * Sheep\n * @module\n */\n"), /no sentence/);
  assert.equal(check("export {};\n", "cli/sheep_test.ts"), "");
});

Deno.test("a file over 300 lines needs a reason", () => {
  const check = (header: string, lines: number) =>
    checkLength(readSource("cli/sheep.ts", header + "\n".repeat(lines)));
  assert.equal(check(HEADER, 296).length, 0);
  assert.equal(check(HEADER, 297).length, 1);
  assert.equal(
    check(HEADER.replace("sheep.", "sheep. Longer because it is a list."), 297).length,
    0,
  );
});

Deno.test("a file's name says what is in it", () => {
  assert.equal(checkFileName(readSource("cli/net/utils.ts", "")).length, 1);
  assert.equal(checkFileName(readSource("cli/net/utilities_of_sheep.ts", "")).length, 0);
});

Deno.test("Deno is for adapters and test code only, and is found with its line", () => {
  const text = 'const a = "Deno.args";\nDeno.exit(0);\nif ("serve" in Deno) globalThis.Deno;\n';
  const lines = (path: string) =>
    checkDeno(readSource(path, text), ["cli/tty.ts"]).map((p) => p.line);
  assert.deepEqual(lines("cli/app/a.ts"), [2, 3, 3]);
  assert.deepEqual(lines("cli/tty.ts"), []);
  assert.deepEqual(lines("cli/app/a_test.ts"), []);
});

Deno.test("an adapter that is no more is reported", () => {
  const sources = [readSource("cli/tty.ts", "Deno.exit();"), readSource("cli/old.ts", "")];
  const found = checkAdapters(sources, ["cli/tty.ts", "cli/old.ts", "cli/gone.ts"]);
  assert.deepEqual(found.map((problem) => problem.file), ["cli/old.ts", "cli/gone.ts"]);
});
