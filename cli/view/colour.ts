/**
 * Colours as numbers: contrast (WCAG 2.2), hues made readable on a background, the 256 of xterm.
 * @module
 */

/** Red, green and blue, each from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Relative luminance: 0 for black, 1 for white. */
export function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(channel: number): number {
  const part = channel / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** From 1 (the same) to 21 (black and white). For text, 4.5 is enough for most eyes, 7 for nearly all. */
export function contrast(one: Rgb, other: Rgb): number {
  return contrastOf(luminance(one), luminance(other));
}

/** The same of two luminances. */
function contrastOf(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** True if light text is easier to read on it than dark text. */
export function isDark(background: Rgb): boolean {
  return contrast(background, [255, 255, 255]) > contrast(background, [0, 0, 0]);
}

/** @param hue in degrees. @param saturation from 0 to 1. @param lightness from 0 to 1. */
export function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (shift: number) => {
    const place = (shift + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** The most colourful shade of a hue that has at least this contrast with the background. */
export function readable(hue: number, saturation: number, background: Rgb, least: number): Rgb {
  const step = isDark(background) ? 0.01 : -0.01;
  const ground = luminance(background);
  let lightness = 0.5;
  let colour = fromHsl(hue, saturation, lightness);
  while (contrastOf(luminance(colour), ground) < least && lightness > 0 && lightness < 1) {
    lightness = Math.min(1, Math.max(0, lightness + step));
    colour = fromHsl(hue, saturation, lightness);
  }
  return colour;
}

const LEVELS = [0, 95, 135, 175, 215, 255];

/** Those of xterm's 256 colours that look the same everywhere: the cube and the greys, not the first 16. */
const XTERM: readonly Rgb[] = Array.from({ length: 240 }, (_, index): Rgb => {
  if (index >= 216) {
    const grey = 8 + 10 * (index - 216);
    return [grey, grey, grey];
  }
  return [LEVELS[Math.floor(index / 36)], LEVELS[Math.floor(index / 6) % 6], LEVELS[index % 6]];
});

const XTERM_LUMINANCE = XTERM.map(luminance);

/** The colour that one of the 256 numbers, from 16 on, stands for. */
export function xtermColour(number: number): Rgb {
  return XTERM[number - 16];
}

/** The number of the nearest of the 256 that still has this contrast with the background. */
export function nearestXterm(wanted: Rgb, background: Rgb, least: number): number {
  const ground = luminance(background);
  let best = -1;
  let distance = Infinity;
  // Without iterators: it runs some thousands of times before the first screen, not compiled yet.
  for (let index = 0; index < XTERM.length; index++) {
    const colour = XTERM[index];
    const away = (colour[0] - wanted[0]) ** 2 + (colour[1] - wanted[1]) ** 2 +
      (colour[2] - wanted[2]) ** 2;
    if (away >= distance || contrastOf(XTERM_LUMINANCE[index], ground) < least) continue;
    best = index;
    distance = away;
  }
  // On a middle grey nothing may have that much contrast: the strongest there is.
  return best >= 0 ? best + 16 : isDark(background) ? 231 : 16;
}

/** Reads a terminal's answer to "which colour?": `rgb:1e1e/1e1e/1e1e`, with 1 to 4 digits each. */
export function parseXColour(text: string): Rgb | undefined {
  const match = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(text);
  if (!match) return undefined;
  const channel = (digits: string) =>
    Math.round(parseInt(digits, 16) / (16 ** digits.length - 1) * 255);
  return [channel(match[1]), channel(match[2]), channel(match[3])];
}
