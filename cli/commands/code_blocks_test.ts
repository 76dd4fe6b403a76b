import assert from "node:assert/strict";
import fc from "fast-check";
import { parseMarkdown } from "../../shared/markdown.ts";
import { codeBlocks, decodeText, languageOf } from "./code_blocks.ts";

const bytes = (text: string) => new TextEncoder().encode(text).length;

Deno.test("a file is one code block, its language the ending of its name", () => {
  assert.deepEqual(codeBlocks("a = 1\n", languageOf("src/main.PY"), 100), ["```py\na = 1\n```"]);
  assert.deepEqual([".profile", "Makefile", "a.tar.gz"].map(languageOf), ["", "", "gz"]);
});

Deno.test("what the text itself fences off stays inside", () => {
  const text = "Use:\n```sh\nls\n```\nor ````";
  const [block] = codeBlocks(text, "md", 200);
  assert.deepEqual(parseMarkdown(block), [{ type: "code", language: "md", text }]);
});

Deno.test("each part is a block that fits, and together they hold every line", () => {
  const line = fc.string({ unit: "grapheme", maxLength: 30 }).map((text) =>
    `x${text.toWellFormed().replace(/[\r\n`]/g, "")}`
  );
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
    const blocks = codeBlocks(lines.join("\n"), "txt", 300);
    for (const block of blocks) assert.ok(bytes(block) <= 300);
    const inside = blocks.map((block) => block.split("\n").slice(1, -1).join("\n")).join("\n");
    assert.equal(inside, lines.join("\n"));
  }));
});

Deno.test("what is no text is refused", () => {
  for (const bad of [[0xff, 0xfe], [65, 0, 66]]) {
    assert.throws(() => decodeText(Uint8Array.from(bad), "a.bin"), /a\.bin is no text/);
  }
});
