/**
 * What styles look like, in as many colours as the terminal has.
 * @module
 */
import type { Style } from "./line.ts";

/** How many colours a terminal shows; none keeps bold and dim. */
export type Colours = "none" | 16 | 256;

/** @param env the environment: `NO_COLOR` (no-color.org), `COLORTERM`, `TERM`. */
export function detectColours(env: Readonly<Record<string, string | undefined>>): Colours {
  if (env.NO_COLOR) return "none";
  const term = env.TERM ?? "";
  if (/truecolor|24bit/.test(env.COLORTERM ?? "") || /256|direct/.test(term)) return 256;
  return term === "" || term === "dumb" ? "none" : 16;
}

/** Colours of authors: readable on black and on white, and apart from those that have a meaning. */
const AUTHORS = [
  [36, 37],
  [35, 133],
  [34, 69],
  [33, 136],
  [32, 71],
  [96, 31],
  [95, 168],
  [94, 99],
  [93, 172],
  [92, 65],
] as const;

/** SGR parameters (ECMA-48 §8.3.117): without colours, with 16, the number of a colour out of 256. */
const STYLES: Record<
  Exclude<Style, `author-${number}`>,
  [plain: string, few: string, many?: number]
> = {
  dim: ["2", "2"],
  bold: ["1", "1"],
  own: ["1", "1;32", 71],
  mention: ["1", "1;33", 178],
  whisper: ["1", "1;35", 133],
  room: ["", "36", 66],
  info: ["", ""],
  warning: ["1", "33", 178],
  error: ["1", "1;31", 167],
  online: ["", "32", 71],
  offline: ["1", "1;31", 167],
  waiting: ["2", "2"],
  prompt: ["1", "1"],
};

/** The style of an author: the same for the same person everywhere and always. */
export function authorStyle(id: string): Style {
  // FNV-1a: spreads ids that differ in their last character.
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193) >>> 0;
  }
  return `author-${hash % AUTHORS.length}`;
}

/** The SGR parameters of a style; empty if it looks like plain text. */
export function sgr(style: Style, colours: Colours): string {
  if (style.startsWith("author-")) {
    const [few, many] = AUTHORS[Number(style.slice("author-".length))];
    return colours === "none" ? "1" : colours === 16 ? `1;${few}` : `1;38;5;${many}`;
  }
  const [plain, few, many] = STYLES[style as keyof typeof STYLES];
  if (colours === "none") return plain;
  if (colours === 16 || many === undefined) return few;
  return plain === "1" ? `1;38;5;${many}` : `38;5;${many}`;
}
