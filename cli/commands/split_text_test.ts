/**
 * Tests of splitting a long text.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { splitText } from "./split_text.ts";

const bytes = (text: string) => new TextEncoder().encode(text).length;

Deno.test("a text that fits stays whole, without the newline at its end", () => {
  assert.deepEqual(splitText("one\n\ntwo\n", 100), ["one\n\ntwo"]);
});

Deno.test("a long text is split between its lines", () => {
  assert.deepEqual(splitText("aaaa\nbbbb\ncccc\n", 10), ["aaaa\nbbbb", "cccc"]);
});

Deno.test("a long line is split between characters as people see them", () => {
  assert.deepEqual(splitText("e\u0301e\u0301e\u0301", 7), ["e\u0301e\u0301", "e\u0301"]);
  const family = "👩‍👩‍👧‍👦";
  assert.deepEqual(splitText(family + family, bytes(family) + 3), [family, family]);
});

Deno.test("a blank text makes no message", () => {
  assert.deepEqual(splitText(" \n\n ", 100), []);
  assert.deepEqual(splitText("", 100), []);
});

Deno.test("no part is too long, and together they hold the whole text", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 200 });
  fc.assert(fc.property(text, fc.integer({ min: 4, max: 50 }), (text, most) => {
    const parts = splitText(text, most);
    for (const part of parts) assert.ok(bytes(part) <= most && part.trim() !== "");
    const bare = (text: string) => text.replace(/\s/g, "");
    assert.equal(bare(parts.join("")), bare(text.toWellFormed()));
  }));
});
