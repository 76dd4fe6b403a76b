/**
 * What styles look like: a theme, in as many colours as the terminal has, readable on its background.
 * @module
 */
import { SHADE_HUES, shadeOf } from "../../shared/shades.ts";
import { isDark, nearestXterm, readable, type Rgb } from "./colour.ts";
import type { Style } from "./line.ts";

export const THEMES = ["dark", "light", "high-contrast", "monochrome"] as const;
export type Theme = typeof THEMES[number];

/** How many colours a terminal shows; none keeps bold, dim and reverse. */
export type Depth = "none" | 16 | 256 | "true";

/** The SGR parameters (ECMA-48 §8.3.117) of each style; none for what looks like plain text. */
export type Palette = ReadonlyMap<Style, string>;

type Environment = Readonly<Record<string, string | undefined>>;

/** @param env the environment: `NO_COLOR` (no-color.org), `COLORTERM`, `TERM`. */
export function detectDepth(env: Environment): Depth {
  if (env.NO_COLOR) return "none";
  const term = env.TERM ?? "";
  if (/truecolor|24bit/.test(env.COLORTERM ?? "") || /direct/.test(term)) return "true";
  if (/256/.test(term)) return 256;
  return term === "" || term === "dumb" ? "none" : 16;
}

/** The background as rxvt, Konsole and others tell it: the last of the numbers of `COLORFGBG`. */
export function backgroundOf({ COLORFGBG }: Environment): Rgb | undefined {
  const number = /;(\d+)$/.exec(COLORFGBG ?? "")?.[1];
  if (number === undefined) return undefined;
  return ["7", "15"].includes(number) ? LIGHT : Number(number) < 16 ? DARK : undefined;
}

/** What is assumed where a terminal doesn't tell: greys, since most backgrounds have more contrast. */
const DARK: Rgb = [40, 40, 40];
const LIGHT: Rgb = [242, 242, 242];

/** Hues in degrees, and the colours out of 16 that stand for them. */
const HUES = {
  red: [0, 1],
  yellow: [42, 3],
  green: [125, 2],
  cyan: [185, 6],
  blue: [215, 4],
  magenta: [300, 5],
} as const;
type Hue = keyof typeof HUES;

interface Look {
  /** SGR parameters besides the colour. */
  attributes?: "1" | "2" | "3" | "4" | "7";
  hue?: Hue | "grey";
  /** In place of both where there are no colours. */
  plain?: "1" | "2" | "3" | "4" | "7";
}

const LOOKS: Record<Exclude<Style, `author-${number}`>, Look> = {
  dim: { hue: "grey", plain: "2" },
  bold: { attributes: "1", plain: "1" },
  own: { attributes: "1", hue: "green", plain: "1" },
  mention: { attributes: "1", hue: "yellow", plain: "1" },
  whisper: { attributes: "1", hue: "magenta", plain: "1" },
  room: { hue: "cyan" },
  info: {},
  warning: { hue: "yellow", plain: "1" },
  error: { attributes: "1", hue: "red", plain: "1" },
  online: { hue: "green" },
  offline: { attributes: "1", hue: "red", plain: "1" },
  waiting: { hue: "grey", plain: "2" },
  prompt: { attributes: "1", plain: "1" },
  strong: { attributes: "1", plain: "1" },
  emphasis: { attributes: "3", plain: "3" },
  code: { hue: "cyan" },
  quote: { hue: "grey", plain: "2" },
  link: { attributes: "4", hue: "blue", plain: "4" },
  selected: { attributes: "7", plain: "7" },
  fresh: { hue: "red", plain: "1" },
};

/** The style of an author: the same for the same person everywhere and always. */
export function authorStyle(id: string): Style {
  return `author-${shadeOf(id)}`;
}

export interface PaletteOptions {
  /** Absent: dark or light, as the background is. */
  theme?: Theme;
  depth: Depth;
  /** Of the terminal, if it is known. */
  background?: Rgb;
}

/** Every colour has a contrast of 4.5 with the background, or 7 in the theme for that (WCAG 2.2). */
export function createPalette({ theme, depth, background }: PaletteOptions): Palette {
  const ground = groundOf(theme, background);
  const high = theme === "high-contrast";
  const least = high ? 7 : 4.5;
  const palette = new Map<Style, string>();
  const colourless = depth === "none" || theme === "monochrome";
  const colour = (hue: number, saturation: number, few: number): string => {
    // Of the 16, whose shades are the terminal's own, the bright ones are for dark backgrounds.
    if (depth === 16) return String((isDark(ground) ? 90 : 30) + few);
    const wanted = readable(hue, saturation, ground, least);
    return depth === 256
      ? `38;5;${nearestXterm(wanted, ground, least)}`
      : `38;2;${wanted.join(";")}`;
  };
  const colourOf = (hue: Look["hue"]): string | undefined => {
    if (hue === undefined) return undefined;
    if (hue !== "grey") return colour(HUES[hue][0], SATURATION, HUES[hue][1]);
    return high ? undefined : depth === 16 ? "2" : colour(0, 0, 0);
  };
  for (const [style, { attributes, hue, plain }] of Object.entries(LOOKS)) {
    const parts = colourless ? [plain] : [attributes, colourOf(hue)];
    palette.set(style as Style, parts.filter((part) => part !== undefined).join(";"));
  }
  for (const [index, hue] of SHADE_HUES.entries()) {
    const few = nearestOf16(hue);
    palette.set(`author-${index}`, colourless ? "1" : `1;${colour(hue, SATURATION, few)}`);
  }
  return palette;
}

const SATURATION = 0.7;

/** The background that a theme is made for: the terminal's own, if the theme suits it. */
function groundOf(theme: Theme | undefined, background: Rgb | undefined): Rgb {
  if (theme === "dark") return background && isDark(background) ? background : DARK;
  if (theme === "light") return background && !isDark(background) ? background : LIGHT;
  return background ?? DARK;
}

function nearestOf16(hue: number): number {
  const away = (other: number) => Math.min(Math.abs(hue - other), 360 - Math.abs(hue - other));
  return Object.values(HUES).reduce((a, b) => away(b[0]) < away(a[0]) ? b : a)[1];
}

/** The SGR parameters of a style; empty if it looks like plain text. */
export function sgr(style: Style, palette: Palette): string {
  return palette.get(style) ?? "";
}
