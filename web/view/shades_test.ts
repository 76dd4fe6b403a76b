import assert from "node:assert/strict";
import { SHADE_HUES } from "../../shared/shades.ts";
import { contrast, difference, type Rgb } from "../../shared/testing/eye.ts";

const style = await Deno.readTextFile(new URL("../static/style.css", import.meta.url));

/** The light and the dark colour of the first property of this name behind `after`. */
function coloursOf(property: string, after = ""): Rgb[] {
  const rest = style.slice(style.indexOf(after));
  const [, ...found] = new RegExp(`${property}: light-dark\\(#(\\w{6}), #(\\w{6})\\)`).exec(rest)!;
  return found.map((hex) =>
    [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb
  );
}

Deno.test("names can be read on every ground, in light and dark, and are told apart", () => {
  const shades = SHADE_HUES.map((_, shade) => coloursOf("--shade", `.shade-${shade} {`));
  for (const [theme, name] of ["light", "dark"].entries()) {
    const colours = shades.map((both) => both[theme]);
    for (const ground of ["--paper", "--sheet", "--raised", "--mention"]) {
      const under = coloursOf(ground)[theme];
      for (const colour of colours) {
        assert.ok(contrast(colour, under) >= 4.5, `${name}, ${colour} on ${ground}`);
      }
    }
    for (const [index, one] of colours.entries()) {
      for (const other of colours.slice(index + 1)) {
        assert.ok(difference(one, other) > 0.1, `${name}: ${one}, ${other}`);
      }
    }
  }
});
