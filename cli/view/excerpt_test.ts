/**
 * Tests of the beginnings of messages.
 * @module
 */
import assert from "node:assert/strict";
import { excerpt, wording } from "./excerpt.ts";

Deno.test("a message's beginning has its words, and not the marks of its Markdown", () => {
  assert.equal(excerpt("Who has seen *the* **new** `build`?"), "Who has seen the new `build`?");
  assert.equal(excerpt("see [the plan](https://example.org/a)"), "see the plan");
  assert.equal(excerpt("2 * 3 * 4, snake_case and __init__"), "2 * 3 * 4, snake_case and __init__");
  assert.equal(excerpt("\n- one\n- two"), "one…");
  assert.equal(excerpt("```ts\nconst x = 1;\n```"), "`const x = 1;`");
  assert.equal(excerpt("```\na\nb\n```"), "`a`…");
});

Deno.test("what somebody says tells more than what they quote", () => {
  assert.equal(excerpt("> it fails\n\n**thanks**"), "thanks");
  assert.equal(excerpt("> it fails\n> again"), "it fails…");
  assert.equal(excerpt("that\n> it fails"), "that…");
});

Deno.test("where the writing itself matters, the marks stay", () => {
  assert.equal(wording("> *so*\n\nyes"), "> *so*…");
  assert.equal(wording("**so**"), "**so**");
});

Deno.test("it has one line of at most 40 cells, and says if there is more", () => {
  assert.equal(excerpt("first\nsecond"), "first…");
  assert.equal(excerpt("漢".repeat(30)), `${"漢".repeat(19)}…`);
  assert.equal(excerpt(`${"a".repeat(30)}\n${"b".repeat(2_000)}`), `${"a".repeat(30)}…`);
  assert.equal(excerpt("*".repeat(5_000)).length, 40);
  assert.equal(excerpt("a\x1b[31mb\u202ec"), "a[31mbc");
  assert.equal(excerpt(""), "");
  assert.equal(excerpt("```\n```"), "``");
});
