/**
 * Tests of Markdown as rows of the terminal.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { sanitizeText } from "../../shared/text.ts";
import { lineText, lineWidth } from "./line.ts";
import { richRows } from "./rich.ts";

function rows(text: string, first = 20, columns = 30): string[] {
  return richRows(text, first, columns, undefined).map(lineText);
}

Deno.test("emphasis is shown by style, code keeps its marks", () => {
  const [row] = richRows("a **bold** and *slanted* `x` word", 60, 60, undefined);
  assert.deepEqual(row.map(({ text, style }) => [text, style]), [
    ["a ", undefined],
    ["bold", "strong"],
    [" and ", undefined],
    ["slanted", "emphasis"],
    [" ", undefined],
    ["`x`", "code"],
    [" word", undefined],
  ]);
});

Deno.test("a link leads where it says; where its words say something else, the address stands beside", () => {
  const [[bare]] = richRows("https://example.org/a", 60, 60, undefined);
  assert.deepEqual([bare.text, bare.link], ["https://example.org/a", "https://example.org/a"]);
  assert.deepEqual(rows("[here](https://example.org/)", 60, 60), ["here (https://example.org/)"]);
  const [spans] = richRows("[x](javascript:alert(1))", 60, 60, undefined);
  assert.ok(spans.every(({ link }) => link === undefined));
});

Deno.test("code is framed and keeps its spaces, quotes and lists are told apart without colours", () => {
  assert.deepEqual(rows("see\n```ts\nif (x)\n  y();\n```"), [
    "see",
    "┌ ts ─────────────────────",
    "│ if (x)",
    "│   y();",
    "└────────────────────────",
  ]);
  assert.deepEqual(rows("> said\n\nyes"), ["", "▏ said", "yes"]);
  assert.deepEqual(rows("1. one\n2. two\n  - deeper"), ["", "1. one", "2. two", "  • deeper"]);
});

Deno.test("what stands beside a head is narrower than what stands below", () => {
  assert.deepEqual(rows("one **two** three four", 8, 12), ["one two", "three four"]);
  assert.deepEqual(rows("supercalifragilistic", 8, 12), [
    "",
    "supercalifra",
    "gilistic",
  ]);
});

Deno.test("a row may end beside a wide character, styled or not", () => {
  assert.deepEqual(rows("漢字漢字漢字", 6, 8), ["漢字漢", "字漢字"]);
  assert.deepEqual(rows("漢字**漢字漢字**", 6, 8), ["漢字漢", "字漢字"]);
});

Deno.test("property: no row is wider than its place, and no character of plain text is lost", () => {
  const words = fc.array(fc.constantFrom("word", "漢字", "👍🏽", "longerthanarow", "é", "x"));
  fc.assert(fc.property(words, fc.integer({ min: 4, max: 40 }), (parts, columns) => {
    const text = parts.join(" ");
    const first = Math.max(2, columns - 3);
    const made = richRows(text, first, columns, undefined);
    made.forEach((row, index) => assert.ok(lineWidth(row) <= (index === 0 ? first : columns)));
    assert.equal(made.map(lineText).join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
  }));
});

Deno.test("property: whatever is written, rows fit and hold no control character", () => {
  const marks = fc.array(
    fc.constantFrom(
      "*",
      "**",
      "_",
      "`",
      "```\n",
      "> ",
      "- ",
      "1. ",
      "\n",
      "[a](https://b.example)",
      "x",
    ),
  );
  fc.assert(fc.property(marks, fc.integer({ min: 4, max: 30 }), (parts, columns) => {
    for (const row of richRows(sanitizeText(parts.join("")), columns - 2, columns, undefined)) {
      assert.ok(lineWidth(row) <= columns, JSON.stringify(row));
      assert.doesNotMatch(lineText(row), /[\x00-\x1f]/);
    }
  }));
});
