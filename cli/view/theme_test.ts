/**
 * Tests of colours.
 * @module
 */
import assert from "node:assert/strict";
import { authorStyle, detectColours, sgr } from "./theme.ts";

Deno.test("colours are as many as the terminal says, and none with NO_COLOR", () => {
  assert.equal(detectColours({ TERM: "xterm-256color" }), 256);
  assert.equal(detectColours({ TERM: "xterm", COLORTERM: "truecolor" }), 256);
  assert.equal(detectColours({ TERM: "linux" }), 16);
  assert.equal(detectColours({ TERM: "xterm-256color", NO_COLOR: "1" }), "none");
  assert.equal(detectColours({ TERM: "xterm-256color", NO_COLOR: "" }), 256);
  assert.equal(detectColours({ TERM: "dumb" }), "none");
  assert.equal(detectColours({}), "none");
});

Deno.test("a person has the same colour always, and people differ", () => {
  const styles = Array.from({ length: 50 }, (_, index) => authorStyle(`P00000000${index}`));
  assert.deepEqual(
    styles,
    Array.from({ length: 50 }, (_, index) => authorStyle(`P00000000${index}`)),
  );
  assert.ok(new Set(styles).size > 5);
  for (const style of styles) assert.match(sgr(style, 256), /^1;38;5;\d+$/);
});

Deno.test("without colours only bold and dim are left", () => {
  for (const style of ["own", "error", "dim", "online", authorStyle("x")] as const) {
    assert.match(sgr(style, "none"), /^[12]?$/);
  }
});
