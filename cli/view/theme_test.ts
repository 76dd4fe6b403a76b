/**
 * Tests of themes.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { SHADE_HUES } from "../../shared/shades.ts";
import { difference } from "../../shared/testing/eye.ts";
import { contrast, isDark, parseXColour, type Rgb, xtermColour } from "./colour.ts";
import { authorStyle, backgroundOf, createPalette, detectDepth, sgr, THEMES } from "./theme.ts";

Deno.test("colours are as many as the terminal says, and none with NO_COLOR", () => {
  assert.equal(detectDepth({ TERM: "xterm-256color" }), 256);
  assert.equal(detectDepth({ TERM: "xterm", COLORTERM: "truecolor" }), "true");
  assert.equal(detectDepth({ TERM: "linux" }), 16);
  assert.equal(detectDepth({ TERM: "xterm-256color", NO_COLOR: "1" }), "none");
  assert.equal(detectDepth({ TERM: "xterm-256color", NO_COLOR: "" }), 256);
  assert.equal(detectDepth({ TERM: "dumb" }), "none");
  assert.equal(detectDepth({}), "none");
});

Deno.test("a person has the same colour always, and people differ", () => {
  const styles = Array.from({ length: 50 }, (_, index) => authorStyle(`P00000000${index}`));
  assert.deepEqual(
    styles,
    Array.from({ length: 50 }, (_, index) => authorStyle(`P00000000${index}`)),
  );
  assert.equal(new Set(styles).size, SHADE_HUES.length);
  const palette = createPalette({ depth: 256 });
  for (const style of styles) assert.match(sgr(style, palette), /^1;38;5;\d+$/);
});

Deno.test("the colours of people are apart from one another as the eye sees it", () => {
  for (const theme of ["dark", "light"] as const) {
    const palette = createPalette({ depth: "true", theme });
    const colours = SHADE_HUES.map((_, shade) => foreground(sgr(`author-${shade}`, palette))!);
    for (const [index, one] of colours.entries()) {
      for (const other of colours.slice(index + 1)) {
        assert.ok(difference(one, other) > 0.05, `${theme}: ${one}, ${other}`);
      }
    }
  }
});

Deno.test("without colours only bold, dim, italic, underline and reverse are left", () => {
  const none = [
    createPalette({ depth: "none" }),
    createPalette({ depth: "true", theme: "monochrome" }),
  ];
  for (const palette of none) {
    for (const look of palette.values()) assert.match(look, /^[12347]?$/);
  }
});

/** The foreground that SGR parameters name. */
function foreground(look: string): Rgb | undefined {
  const [, number] = /38;5;(\d+)/.exec(look) ?? [];
  if (number !== undefined) return xtermColour(Number(number));
  const [, rgb] = /38;2;([\d;]+)/.exec(look) ?? [];
  return rgb?.split(";").map(Number) as unknown as Rgb;
}

Deno.test("property: each colour has a contrast of 4.5 (7 in high contrast) with the background", () => {
  const byte = fc.nat(255);
  fc.assert(
    fc.property(fc.tuple(byte, byte, byte), (background) => {
      for (const theme of [undefined, ...THEMES]) {
        for (const depth of [256, "true"] as const) {
          const wanted = theme === "high-contrast" ? 7 : 4.5;
          // On a middle grey there is no more than that between black and white.
          const most = Math.max(
            contrast(background, [0, 0, 0]),
            contrast(background, [255, 255, 255]),
          );
          if (most < wanted) continue;
          for (const [style, look] of createPalette({ theme, depth, background })) {
            const colour = foreground(look);
            if (!colour) continue;
            const chosen = theme === "dark" || theme === "light";
            if (chosen && (theme === "dark") !== isDark(background)) continue;
            const got = contrast(colour, background);
            assert.ok(got >= Math.min(wanted, most), `${theme} ${depth} ${style}: ${got}`);
          }
        }
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("a theme against the background that the terminal has is made for its own", () => {
  const look = createPalette({ theme: "light", depth: "true", background: [0, 0, 0] });
  assert.ok(contrast(foreground(look.get("own")!)!, [242, 242, 242]) >= 4.5);
});

Deno.test("with 16 colours the bright ones are for dark backgrounds", () => {
  assert.equal(createPalette({ depth: 16, theme: "dark" }).get("own"), "1;92");
  assert.equal(createPalette({ depth: 16, theme: "light" }).get("own"), "1;32");
});

Deno.test("the background is read from the terminal's answer, or from COLORFGBG", () => {
  assert.deepEqual(parseXColour("rgb:1e1e/ffff/0000"), [30, 255, 0]);
  assert.deepEqual(parseXColour("rgb:ff/00/80"), [255, 0, 128]);
  assert.deepEqual(parseXColour("rgba:f/0/0/f"), [255, 0, 0]);
  assert.equal(parseXColour("red"), undefined);
  assert.ok(isDark(backgroundOf({ COLORFGBG: "15;default;0" })!));
  assert.ok(!isDark(backgroundOf({ COLORFGBG: "0;15" })!));
  assert.equal(backgroundOf({}), undefined);
});
