/**
 * Names of accounts and rooms: what is allowed, and which two look the same.
 *
 * In the spirit of RFC 8265 (UsernameCaseMapped) and of UTS #39 (highly restrictive, skeletons).
 * @module
 */
import confusables from "unhomoglyph/data.json" with { type: "json" };
import { ParleyError } from "./errors.ts";
import { limits } from "./limits.ts";
import { nameKey } from "./name_key.ts";

export interface ParsedName {
  /** As it is shown: NFKC, in the case that the person typed (a room's in lower case). */
  display: string;
  /** Two names with the same key are the same name. */
  key: string;
  /** Two names with the same skeleton look alike: only one of them may exist. */
  skeleton: string;
}

/** Names of accounts that would be taken for the server's own voice, or for everyone. */
const RESERVED = [
  "admin",
  "administrator",
  "all",
  "anyone",
  "channel",
  "deleted",
  "everyone",
  "guest",
  "here",
  "moderator",
  "nobody",
  "operator",
  "parley",
  "room",
  "root",
  "server",
  "support",
  "system",
];

/** Scripts that living people write their names in (UAX #31, tables 5 and 7). */
const SCRIPTS = [
  "Adlam",
  "Arabic",
  "Armenian",
  "Bengali",
  "Canadian_Aboriginal",
  "Cherokee",
  "Cyrillic",
  "Devanagari",
  "Ethiopic",
  "Georgian",
  "Greek",
  "Gujarati",
  "Gurmukhi",
  "Hebrew",
  "Javanese",
  "Kannada",
  "Khmer",
  "Lao",
  "Malayalam",
  "Mongolian",
  "Myanmar",
  "Nko",
  "Ol_Chiki",
  "Oriya",
  "Sinhala",
  "Syriac",
  "Tamil",
  "Telugu",
  "Thaana",
  "Thai",
  "Tibetan",
  "Tifinagh",
  "Yi",
];
/** Those that are written together (UTS #39 §5.2); Latin alone is within each. */
const MIXTURES = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
];
/** Made at the first use: V8 takes milliseconds for it, in each thread. */
let writings: RegExp[] | undefined;

function isOneWriting(...texts: string[]): boolean {
  writings ??= [...SCRIPTS.map((script) => [script]), ...MIXTURES].map((scripts) => {
    const classes = [...scripts, "Common", "Inherited"].map((script) => `\\p{scx=${script}}`);
    return new RegExp(`^[${classes.join("")}]*$`, "u");
  });
  return writings.some((writing) => texts.every((text) => writing.test(text)));
}

/** What makes a name bad, and what is said about it. `$` stands for what was found. */
const FAULTS: [RegExp, string][] = [
  [/\s/u, "holds a space; put a _ or - in its place"],
  [/\p{Cc}/u, "holds a control character; leave it out"],
  [/[\p{C}\p{Default_Ignorable_Code_Point}]/u, "holds a character that can't be seen ($)"],
  [/[^\p{L}\p{M}\p{Nd}_.-]/u, "holds $; use letters, digits, dots, _ and -"],
  [/[\p{L}&&\p{scx=Common}]/v, "holds $, which belongs to no alphabet"],
  [/^[_.-]/u, "starts with $; start with a letter or digit"],
  [/[_.-]$/u, "ends with $; end with a letter or digit"],
  [/(?<![\p{L}\p{M}])\p{M}/u, "holds a combining mark ($) without a letter before it"],
  [
    new RegExp(`\\p{M}{${limits.marksPerCharacter + 1}}`, "u"),
    `has more than ${limits.marksPerCharacter} combining marks on one letter`,
  ],
  [/[0-9].*(?![0-9])\p{Nd}|(?![0-9])\p{Nd}.*[0-9]/u, "mixes two kinds of digits"],
];

/** A character so that it can be told: as it is if it shows, and beyond ASCII by its number too. */
function describe(char: string): string {
  if (char <= "~") return char;
  const number = `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
  return /^[\p{M}\p{C}\p{Default_Ignorable_Code_Point}]/u.test(char)
    ? number
    : `${char} (${number})`;
}

/** UTS #39's prototype of each character that is taken for others. */
const PROTOTYPES: Record<string, string> = confusables;

function prototypesOf(text: string): string {
  return Array.from(text, (char) => PROTOTYPES[char] ?? char).join("");
}

/** UTS #39's skeleton of a key, and beyond it the twins of a terminal's font: 0 o, 1 l i, vv w. */
function skeletonOf(key: string): string {
  return nameKey(prototypesOf(key.normalize("NFD").replace(/(?<=[ij])\u0307/gu, "")))
    .normalize("NFD")
    .replace(/[1i]/g, "l")
    .replaceAll("0", "o")
    .replaceAll("vv", "w");
}

let reservedSkeletons: Set<string> | undefined;

/** What any text looks like: equal to the skeleton of the names that it could be taken for. */
export function lookOf(text: string): string {
  return skeletonOf(nameKey(text));
}

/** True for what {@linkcode lookOf} gives of a name that nobody may have. */
export function looksReserved(look: string): boolean {
  reservedSkeletons ??= new Set(RESERVED.map(skeletonOf));
  return reservedSkeletons.has(look);
}

/**
 * Reads a person's or a room's name, with or without its `@` or `#`.
 *
 * @throws {ParleyError} `bad-name` with the reason.
 */
export function parseName(input: string, what: "name" | "room"): ParsedName {
  const noun = what === "name" ? "name" : "room's name";
  const fail = (reason: string): never => {
    throw new ParleyError("bad-name", `This ${noun} ${reason}.`);
  };
  const typed = input.slice(0, 8 * limits.nameLength).normalize("NFKC")
    .replace(what === "name" ? /^@/ : /^#/, "");
  const key = nameKey(typed);
  const length = Math.max([...typed].length, [...key].length);
  if (length === 0) fail("is empty");
  if (length > limits.nameLength) fail(`is longer than ${limits.nameLength} characters`);
  for (const [fault, reason] of FAULTS) {
    const found = fault.exec(typed) ?? fault.exec(key);
    if (found) fail(reason.replace("$", () => describe(found[0])));
  }
  if (!isOneWriting(typed, key)) {
    fail("mixes scripts, or uses one that Parley doesn't know; write it in one script");
  }
  const skeleton = skeletonOf(key);
  if (what === "name" && looksReserved(skeleton)) {
    fail("is reserved, or looks like one that is; choose another");
  }
  return { display: what === "room" || posesAsLatin(typed) ? key : typed, key, skeleton };
}

/**
 * True if a name in another script reads as plain Latin letters the way it was typed, for instance
 * ΡΑΥ in Greek. Skeletons are made of lower case, so such a name has to be shown in it.
 */
function posesAsLatin(typed: string): boolean {
  return !/\p{Script=Latin}/u.test(typed) && /^[\0-\x7F]*$/.test(prototypesOf(typed));
}
