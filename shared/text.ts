/**
 * Text as people see it: made harmless, taken apart by grapheme cluster, measured in terminal cells.
 * @module
 */
import fastStringWidth from "fast-string-width";
import { limits } from "./limits.ts";

const TAB = "    ";

/** A flag of a region (UTS #51 ED-14a, kept), else a character that shows nothing and may deceive:
 * controls, bidi controls, fillers, tags. Joiners and variation selectors are judged by context later. */
const FLAG_OR_INVISIBLE =
  /(\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,6}\u{E007F})|(?![\n\u200C\u200D\uFE0E\uFE0F\u{E0100}-\u{E01EF}])[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]/gu;

/** Marks (and joiners, which could hide the length of the run) beyond what one character may carry. */
const EXCESS_MARKS = new RegExp(
  `([\\p{M}\\u200C\\u200D]{${limits.marksPerCharacter}})[\\p{M}\\u200C\\u200D]+`,
  "gu",
);

/** Scripts that write with joiners (Unicode §23.2). */
const JOINED = [
  "Arabic",
  "Bengali",
  "Devanagari",
  "Gujarati",
  "Gurmukhi",
  "Kannada",
  "Khmer",
  "Malayalam",
  "Mongolian",
  "Myanmar",
  "Nko",
  "Oriya",
  "Sinhala",
  "Syriac",
  "Tamil",
  "Telugu",
].map((script) => `\\p{scx=${script}}`).join("");

const PICTURE = "[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\u{E007F}]";

/** A variation selector or joiner that stands where no writing system and no emoji needs it. */
const STRAY_JOINER = new RegExp(
  "(?<!\\p{Extended_Pictographic}|[0-9#*](?=\\uFE0F\\u20E3))[\\uFE0E\\uFE0F]" +
    "|(?<!\\p{Ideographic})[\\u{E0100}-\\u{E01EF}]" +
    `|(?<![${JOINED}])\\u200C` +
    `|(?<![${JOINED}]|${PICTURE}\\uFE0F?(?=\\u200D\\p{Extended_Pictographic}))\\u200D`,
  "gu",
);

/** What joins one more emoji than is allowed to a chain. */
const EXCESS_JOINER = new RegExp(
  `((?:\\u200D\\p{Extended_Pictographic}[\\p{M}\\p{Emoji_Modifier}]*){${limits.emojiJoiners}})\\u200D`,
  "gu",
);

const PLAIN = /^[\x20-\x7E\n]*$/;
const PLAIN_LINE = /^[\x20-\x7E]*$/;

/**
 * Typed text made harmless, which may come in pieces: like {@linkcode sanitizeText}, but keeps every
 * joiner and mark, since what they belong to may have come before or be still to come.
 */
export function sanitizeTyped(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll("\t", TAB)
    .replace(FLAG_OR_INVISIBLE, "$1");
}

/**
 * A message's text made harmless for a terminal and a reader.
 *
 * Newlines stay (also CRLF, CR, U+2028, U+2029, as `\n`); a tab becomes spaces; half a surrogate pair
 * becomes U+FFFD. Dropped are all other control characters, bidi controls, invisible characters but
 * for the joiners and selectors that scripts and emoji need where they need them, combining marks
 * beyond `limits.marksPerCharacter`, and joiners beyond `limits.emojiJoiners`. Idempotent.
 */
export function sanitizeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return sanitizeTyped(text).replace(EXCESS_MARKS, "$1").replace(STRAY_JOINER, "")
    .replace(EXCESS_JOINER, "$1");
}

/** The same for what has one line, such as names and topics: newlines become spaces. */
export function sanitizeLine(text: string): string {
  return sanitizeText(text).replaceAll("\n", " ");
}

/** The blocks that hold right-to-left scripts (UAX #9, DerivedBidiClass). */
const RIGHT_TO_LEFT =
  /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFE\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * Wraps each line that holds right-to-left characters in FSI … PDI (UAX #9), so that what stands
 * beside it isn't reordered. Takes sanitised text. The two are no cells wide (xterm.js draws each as
 * one blank cell).
 */
export function isolateBidi(text: string): string {
  if (!RIGHT_TO_LEFT.test(text)) return text;
  const isolate = (line: string) => RIGHT_TO_LEFT.test(line) ? `\u2068${line}\u2069` : line;
  return text.split("\n").map(isolate).join("\n");
}

/**
 * Text each of whose characters is a cluster by itself (UAX #29: Grapheme_Cluster_Break=Other, no joiner):
 * letters of Latin, Greek and Cyrillic, punctuation, arrows, lines and shapes.
 */
const UNJOINED =
  /^[\n\x20-\x7E\xA0-\xAC\xAE-\u02FF\u0370-\u0377\u037A-\u037F\u0384-\u038A\u038C\u038E-\u03A1\u03A3-\u0482\u048A-\u052F\u2010-\u2027\u2030-\u205E\u20A0-\u20BF\u2190-\u23FF\u2500-\u25FF]*$/;

let madeSegmenter: Intl.Segmenter | undefined;

/** Made when it is first needed: making it takes as long as loading a good part of the program. */
function segmented(text: string): Intl.Segments {
  madeSegmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return madeSegmenter.segment(text);
}

/** The grapheme clusters (UAX #29): what a person counts as characters. */
export function graphemes(text: string): string[] {
  if (UNJOINED.test(text)) return text.split("");
  return Array.from(segmented(text), ({ segment }) => segment);
}

/** Where the cluster starts that holds the UTF-16 unit at `index`; the length at the end of the text. */
export function graphemeStart(text: string, index: number): number {
  return segmented(text).containing(index)?.index ?? text.length;
}

/** The same for where that cluster ends. */
export function graphemeEnd(text: string, index: number): number {
  const cluster = segmented(text).containing(index);
  return cluster ? cluster.index + cluster.segment.length : text.length;
}

const NO_CELL = /^[\p{M}\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029]$/u;
/** Fast-string-width takes these for wide also without the selector or skin tone that makes them so. */
const NARROW_SYMBOL =
  /^(?!\p{Emoji_Presentation})\p{Emoji_Modifier_Base}$|^\p{Regional_Indicator}$/u;
/** Vowels and finals of a Hangul syllable, drawn into the cells of its initial. */
const HANGUL_REST = /(?<=.)[\u1160-\u11FF\uD7B0-\uD7FB]+/gsu;

/** Cells of a code point by itself, plus one; 0: not measured yet. */
const measured = new Uint8Array(0x110000);

function codePointWidth(codePoint: number): number {
  if (measured[codePoint] === 0) {
    const char = String.fromCodePoint(codePoint);
    const width = NO_CELL.test(char) ? 0 : NARROW_SYMBOL.test(char) ? 1 : fastStringWidth(char);
    measured[codePoint] = width + 1;
  }
  return measured[codePoint] - 1;
}

/** Where in a cluster an emoji of several code points starts; -1 if it has none. */
function emojiStart(cluster: string): number {
  const start = cluster.search(
    /\p{Regional_Indicator}{2}|\p{Emoji}\uFE0F|\p{Extended_Pictographic}/u,
  );
  const isWide = start >= 0 &&
    /\p{Regional_Indicator}{2}|\uFE0F|\p{Emoji_Presentation}/u.test(cluster.slice(start));
  return isWide ? start : -1;
}

/**
 * Cells of one grapheme cluster, as {@linkcode textWidth} counts it. An emoji is two, whatever it is
 * made of; in other clusters each letter takes its own.
 */
export function clusterWidth(cluster: string): number {
  const first = cluster.codePointAt(0)!;
  if (cluster.length === (first > 0xFFFF ? 2 : 1)) return codePointWidth(first);
  const emoji = emojiStart(cluster);
  const letters = emoji < 0 ? cluster : cluster.slice(0, emoji);
  let width = emoji < 0 ? 0 : 2;
  for (const char of letters.replace(HANGUL_REST, "")) {
    width += codePointWidth(char.codePointAt(0)!);
  }
  return width;
}

/** Terminal cells of one line of text. Controls count nothing. */
export function textWidth(text: string): number {
  if (PLAIN_LINE.test(text)) return text.length;
  let width = 0;
  for (const cluster of graphemes(text)) width += clusterWidth(cluster);
  return width;
}

/** The cluster; or, where it is wider than `columns` (a chain of conjuncts), its letters and its emoji. */
export function splitToFit(cluster: string, columns: number): string[] {
  if (clusterWidth(cluster) <= columns) return [cluster];
  const emoji = emojiStart(cluster);
  return emoji < 0 ? [...cluster] : [...cluster.slice(0, emoji), cluster.slice(emoji)];
}

/**
 * Breaks text into lines of at most `columns` cells: at its newlines, at spaces (which go), beside wide
 * characters, and inside a word that is longer than a line. What is wider than `columns` by itself
 * gets a line of its own. Indentation that fills a line goes too.
 */
export function wrapText(text: string, columns: number): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, Math.max(1, columns)));
}

function wrapLine(text: string, columns: number): string[] {
  if (text.length <= columns && PLAIN_LINE.test(text)) return [text];
  const lines: string[] = [];
  let line = "";
  let width = 0;
  /** The last place in `line` where it may be broken, and the cells before that. */
  let breakAt = 0;
  let widthAtBreak = 0;
  for (const piece of graphemes(text).flatMap((cluster) => splitToFit(cluster, columns))) {
    // Spaces at a break go, however many.
    if (piece === " " && line === "" && lines.length > 0) continue;
    const cells = clusterWidth(piece);
    if (cells > 1) [breakAt, widthAtBreak] = [line.length, width];
    if (width + cells > columns && line !== "") {
      if (piece === " ") [breakAt, widthAtBreak] = [line.length, width];
      const cut = breakAt || line.length;
      const kept = line.slice(0, cut).replace(/ +$/, "");
      if (kept !== "") lines.push(kept);
      width = breakAt === 0 ? 0 : width - widthAtBreak;
      line = line.slice(cut);
      [breakAt, widthAtBreak] = [0, 0];
      if (piece === " ") continue;
    }
    line += piece;
    width += cells;
    if (piece === " " || cells > 1) [breakAt, widthAtBreak] = [line.length, width];
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines;
}

/** One line cut to at most `columns` cells, with `…` in the place of what was cut. */
export function truncateText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const cluster of graphemes(text)) {
    width += clusterWidth(cluster);
    if (width > columns - 1) break;
    kept += cluster;
  }
  return columns < 1 ? "" : kept + "…";
}
