/**
 * Makes inputs out of examples: bytes changed, cut, doubled, mixed, without a look at the code under test.
 * @module
 */
import type { Random } from "../support/random.ts";

/** Bytes that mean something to one parser or another. */
const TELLING = [
  ..."\0\x01\x07\x08\t\n\r\x1b\x7f \"'\\/@#:;,.-_*`~()[]{}<>|&%$!?=+^0129aZ".split(""),
  "\u0080\u009b",
  "\u0301",
  "\u200b\u200d\u202e\u2066\ufeff\u3164\ufe0f",
  "ß",
  "Σς",
  "İı",
  "ﷺ",
  "👩‍👩‍👧",
  "null",
  "true",
  "-1",
  "1e999",
  "9007199254740993",
  '"__proto__":',
  '{"a":',
  "[[[[[[[[",
  "\\ud800",
  "\\u0000",
  "%00",
  "%ff",
  "../",
  "\x1b[200~",
  "\x1b[",
  "https://",
  "javascript:",
  "```",
  "**",
  "> ",
  "NEAR(",
  '"*',
].map((text) => new TextEncoder().encode(text));

const LONGEST = 4096;

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Mostly small, at most `most`. */
function few(random: Random, most: number): number {
  return random.between(0, random.between(0, random.between(0, most)));
}

function change(random: Random, bytes: Uint8Array, examples: readonly Uint8Array[]): Uint8Array {
  const at = random.between(0, bytes.length);
  const end = Math.min(bytes.length, at + few(random, 64));
  const [before, middle, after] = [
    bytes.subarray(0, at),
    bytes.slice(at, end),
    bytes.subarray(end),
  ];
  switch (random.between(0, 7)) {
    case 0:
      return joined(before, middle.map((byte) => byte ^ 1 << random.between(0, 7)), after);
    case 1:
      return joined(before, middle.map(() => random.between(0, 255)), after);
    case 2:
      return joined(before, after);
    case 3:
      return joined(before, middle, middle, after);
    case 4:
      return joined(before, ...Array(few(random, 200)).fill(middle), after);
    case 5: {
      const other = random.pick(examples);
      return joined(before, other.subarray(random.between(0, other.length)));
    }
    default:
      return joined(before, random.pick(TELLING), after);
  }
}

/** One input: some changes to some example, or nothing but noise. */
export function mutant(random: Random, examples: readonly Uint8Array[]): Uint8Array {
  if (random.between(1, 20) === 1) {
    return Uint8Array.from({ length: random.between(0, 200) }, () => random.between(0, 255));
  }
  let bytes: Uint8Array = random.pick(examples);
  for (let changes = 1 + few(random, 12); changes > 0; changes--) {
    bytes = change(random, bytes, examples).subarray(0, LONGEST);
  }
  return bytes;
}
