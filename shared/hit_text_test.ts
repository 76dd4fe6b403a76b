/**
 * Tests of what a search hit shows.
 * @module
 */
import assert from "node:assert/strict";
import type { SearchHit } from "./protocol/mod.ts";
import { hitParts } from "./hit_text.ts";

/** The words of a hit, with what was found in brackets, for a text in which it stands in `‹›`. */
function shown(text: string): string {
  const marks: [number, number][] = [];
  let plain = "";
  for (const [n, part] of text.split(/[‹›]/).entries()) {
    if (n % 2 === 1) marks.push([plain.length, plain.length + part.length]);
    plain += part;
  }
  const hit = { event: { text: plain }, marks } as unknown as SearchHit;
  return hitParts(hit, 60).map(({ text, found }) => found ? `[${text}]` : text).join("");
}

Deno.test("a hit shows words and no Markdown, with what was found marked", () => {
  assert.equal(shown("a **‹needle›** in *the* hay"), "a [needle] in the hay");
  assert.equal(shown("‹one› and _‹two›_ and `‹three›`"), "[one] and [two] and [three]");
  assert.equal(shown("- ‹one›\n- two"), "[one] two");
  assert.equal(shown("> ‹said›\n\nand answered"), "[said] and answered");
  assert.equal(shown("see [the ‹plan›](https://example.org/‹plan›) now"), "see the [plan] now");
  assert.equal(shown("```ts\nconst ‹needle› = 1;\n```"), "const [needle] = 1;");
  assert.equal(shown("snake_‹case›_name"), "snake_[case]_name");
  assert.equal(shown("nothing marked"), "nothing marked");
});

Deno.test("of a long text the part around what was found is shown", () => {
  const text = shown(`${"before ".repeat(50)}‹needle›${" after".repeat(100)}`);
  assert.match(text, /^….{60}\[needle\].*…$/);
  assert.ok(text.length < 320, `${text.length}`);
});

Deno.test("nobody can forge a mark", () => {
  assert.equal(shown("a \u{10FFFC}b\u{10FFFD} ‹c›"), "a \ufffdb\ufffd [c]");
});
