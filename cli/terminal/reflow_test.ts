/**
 * Tests of where a block is after a resize. The figures for `all` were read off tmux, those for
 * `xterm.js` off xterm.js.
 * @module
 */
import assert from "node:assert/strict";
import { detectReflow, reflowed } from "./reflow.ts";

const block = {
  texts: ["status " + "s".repeat(28), "> " + "a".repeat(36), "  " + "b".repeat(33), "  cc"],
  cursorRow: 2,
  cursorColumn: 30,
  columns: 40,
  rows: 8,
};

Deno.test("a terminal that wraps keeps the cursor at its character", () => {
  const narrow = { columns: 20, rows: 8 };
  assert.deepEqual(reflowed(block, narrow, "all"), { total: 7, above: 5 });
  assert.deepEqual(reflowed({ ...block, cursorColumn: 19 }, narrow, "all"), { total: 7, above: 4 });
  assert.deepEqual(reflowed({ ...block, cursorColumn: 20 }, narrow, "all"), { total: 7, above: 5 });
});

Deno.test("xterm.js keeps the cursor at its distance from the end", () => {
  assert.deepEqual(reflowed(block, { columns: 20, rows: 8 }, "xterm.js"), { total: 6, above: 4 });
});

Deno.test("a wide character that doesn't fit takes its row with it", () => {
  const wide = { ...block, texts: ["漢".repeat(10), "> "], cursorRow: 1, cursorColumn: 2 };
  assert.deepEqual(reflowed(wide, { columns: 9, rows: 8 }, "all"), { total: 4, above: 3 });
});

Deno.test("nothing moves in a wider terminal, or in one that doesn't wrap", () => {
  assert.deepEqual(reflowed(block, { columns: 90, rows: 8 }, "all"), { total: 4, above: 2 });
  assert.deepEqual(reflowed(block, { columns: 20, rows: 8 }, "none"), { total: 4, above: 2 });
});

Deno.test("the kind of terminal is told by the environment", () => {
  assert.equal(detectReflow({ TERM: "xterm-256color" }), "all");
  assert.equal(detectReflow({ TERM_PROGRAM: "vscode" }), "xterm.js");
  assert.equal(detectReflow({ XTERM_VERSION: "XTerm(390)" }), "none");
  assert.equal(detectReflow({ TERM: "linux" }), "none");
  assert.equal(detectReflow({ TMUX: "/tmp/x", XTERM_VERSION: "XTerm(390)" }), "all");
});
