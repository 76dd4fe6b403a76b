/**
 * Tests of sanitising, measuring and wrapping text.
 * @module
 */
import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import fc from "fast-check";
import stringWidth from "string-width";
import { limits } from "./limits.ts";
import {
  graphemeEnd,
  graphemes,
  graphemeStart,
  isolateBidi,
  sanitizeLine,
  sanitizeText,
  sanitizeTyped,
  textWidth,
  truncateText,
  wrapText,
} from "./text.ts";

const FAMILY = "👨‍👩‍👧";
const ENGLAND = "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}";

/** Text made of what is hard: joiners, marks, selectors, controls, halves of surrogate pairs. */
const hardText = fc.array(
  fc.oneof(
    fc.constantFrom(
      ..."ab1# \n\r\t\x1b\x00\x7f\x9b\u200b\u200c\u200d\u200e\u2028\u202e\u2068\u2069\u061c\ufeff\u3164",
      ..."\ufe0e\ufe0f\u0301\u20e3\u093f\u094d\u0e33\u1100\u1161\u11a8\u0600\u05d0\uffff\u00ad",
      ...["😀", "❤", "👩", "🏽", "🇬", "🏴", "漢", "क", "ष", "\u{E0067}", "\u{E007F}", "\u{E0100}"],
      ...[FAMILY, ENGLAND, "1\ufe0f\u20e3", "\ud83d", "\udc00"],
    ),
    fc.string({ unit: "binary", maxLength: 3 }),
  ),
  { maxLength: 40 },
).map((parts) => parts.join(""));
const cleanText = hardText.map(sanitizeText);
const columns = fc.integer({ min: 1, max: 12 });

const HARMFUL =
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u;

Deno.test("sanitised text holds no control, escape or bidi control character", () => {
  fc.assert(fc.property(hardText, (text) => {
    assert.doesNotMatch(sanitizeText(text), HARMFUL);
    assert.doesNotMatch(sanitizeTyped(text), HARMFUL);
    assert.doesNotMatch(sanitizeLine(text), /\n/);
  }));
});

Deno.test("sanitising twice changes nothing more", () => {
  fc.assert(fc.property(hardText, (text) => {
    assert.equal(sanitizeText(sanitizeText(text)), sanitizeText(text));
    assert.equal(sanitizeLine(sanitizeLine(text)), sanitizeLine(text));
  }));
});

Deno.test("typed text sanitised in pieces loses nothing that the whole keeps", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(..."👩\u200d🚀e\u0301ك\u200cक\u094d")), (pieces) => {
      assert.equal(pieces.map(sanitizeTyped).join(""), pieces.join(""));
    }),
  );
});

Deno.test("sanitising keeps newlines, of every kind, as \\n", () => {
  assert.equal(sanitizeText("a\r\nb\rc\u2028d\u2029e\nf"), "a\nb\nc\nd\ne\nf");
  assert.equal(sanitizeLine("a\r\nb"), "a b");
});

Deno.test("sanitising drops escape sequences' escapes, and makes a tab spaces", () => {
  assert.equal(sanitizeText("\x1b[31mred\x07\x9b\tx"), "[31mred    x");
});

Deno.test("sanitising replaces half a surrogate pair", () => {
  assert.equal(sanitizeText("a\ud83db"), "a\ufffdb");
});

for (
  const text of [
    FAMILY,
    ENGLAND,
    "❤️ ☎︎ 1️⃣ 👍🏽 🏳️‍🌈 👁️‍🗨️ 🇬🇧 ❤️‍🔥 🧑🏻‍🚀",
    "می‌خواهم",
    "क्‍ष र्‍",
    "葛\u{E0100}城",
    "שָׁלוֹם",
    "Việt e\u0301",
  ]
) {
  Deno.test(`sanitising keeps what a script or an emoji needs: ${text}`, () => {
    assert.equal(sanitizeText(text), text);
  });
}

Deno.test("sanitising drops joiners, selectors and tags that nothing needs", () => {
  assert.equal(
    sanitizeText("a\u200db\u200cc 1\u200d2 x\ufe0f 1\ufe0f 😀\u200d a\u{E0067}"),
    "abc 12 x 1 😀 a",
  );
});

Deno.test("sanitising clamps the marks on one character", () => {
  const zalgo = "a" + "\u0301".repeat(50) + "b";
  assert.equal(sanitizeText(zalgo), "a" + "\u0301".repeat(limits.marksPerCharacter) + "b");
});

Deno.test("sanitising breaks a chain of joined emoji that is longer than any there is", () => {
  const clusters = graphemes(sanitizeText("👩\u200d".repeat(100) + "👩"));
  for (const cluster of clusters) assert(cluster.split("\u200d").length <= limits.emojiJoiners + 1);
});

Deno.test("right-to-left text is isolated line by line; other text comes back unchanged", () => {
  assert.equal(isolateBidi("héllo 漢"), "héllo 漢");
  assert.equal(isolateBidi("a\nשלום b\nc"), "a\n\u2068שלום b\u2069\nc");
});

Deno.test("no character that is taken for a cluster by itself joins another", () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  for (let code = 0; code < 0x3000; code++) {
    const text = `a${String.fromCharCode(code).repeat(2)}a`;
    const clusters = Array.from(segmenter.segment(text), ({ segment }) => segment);
    assert.deepEqual(graphemes(text), clusters, code.toString(16));
  }
});

Deno.test("graphemes joined are the text, and each starts and ends where the index helpers say", () => {
  fc.assert(fc.property(hardText, (text) => {
    const clusters = graphemes(text);
    assert.equal(clusters.join(""), text);
    let index = 0;
    for (const cluster of clusters) {
      const end = index + cluster.length;
      assert.equal(graphemeStart(text, end - 1), index);
      assert.equal(graphemeEnd(text, index), end);
      index = end;
    }
    assert.equal(graphemeStart(text, text.length), text.length);
  }));
});

const WIDTHS: [string, number][] = [
  ["", 0],
  ["hello", 5],
  ["héllo", 5],
  ["e\u0301", 1],
  ["漢字", 4],
  ["한글", 4],
  ["\u1112\u1161\u11ab", 2],
  ["ガ", 2],
  ["ｱ", 1],
  ["Ａ", 2],
  [FAMILY, 2],
  ["👍🏽", 2],
  ["❤️", 2],
  ["❤", 1],
  ["☎︎", 1],
  ["✌", 1],
  ["✌🏻", 2],
  ["⚡", 2],
  ["1️⃣", 2],
  ["🇬🇧", 2],
  ["🇬", 1],
  [ENGLAND, 2],
  ["🏳️‍🌈", 2],
  ["🫱🏻‍🫲🏿", 2],
  ["नि", 1],
  ["த்", 1],
  ["…①€", 3],
  ["𝓐", 1],
  ["שָׁלוֹם", 4],
];

Deno.test("widths are those of string-width and of a terminal that knows grapheme clusters", async () => {
  // The add-on's tables come out wrong from a pooled Buffer on Deno 2.8.
  Buffer.poolSize = 0;
  const { default: { Terminal } } = await import("@xterm/headless");
  const { UnicodeGraphemesAddon } = await import("@xterm/addon-unicode-graphemes");
  const terminal = new Terminal({ cols: 40, rows: 2, allowProposedApi: true });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  for (const [text, width] of WIDTHS) {
    await new Promise<void>((done) => terminal.write(`\x1b[H${text}`, done));
    assert.equal(terminal.buffer.active.cursorX, width, `xterm: ${text}`);
    assert.equal(stringWidth(text), width, `string-width: ${text}`);
    assert.equal(textWidth(text), width, text);
  }
  terminal.dispose();
});

Deno.test("what has no picture and combines takes no cell, and conjuncts take one for each letter", () => {
  assert.equal(textWidth("\u0301"), 0);
  assert.equal(textWidth("\u2068a\u2069"), 1);
  assert.equal(textWidth("क्षि"), 2);
  assert.equal(textWidth("กำ"), 2);
  assert.equal(textWidth("\u0600❤️"), 3);
});

/** The widest piece that can't be made narrower. */
const widest = (text: string) =>
  Math.max(
    0,
    ...Array.from(text, textWidth),
    ...graphemes(text).map(
      (cluster) => Math.min(2, textWidth(cluster)),
    ),
  );

Deno.test("no wrapped line is wider than asked, but for a character that is so by itself", () => {
  fc.assert(fc.property(cleanText, columns, (text, columns) => {
    const most = Math.max(columns, widest(text));
    for (const line of wrapText(text, columns)) assert(textWidth(line) <= most, line);
  }));
});

Deno.test("wrapping loses nothing but spaces and newlines", () => {
  fc.assert(fc.property(cleanText, columns, (text, columns) => {
    const visible = (text: string) => text.replace(/[ \n]/g, "");
    assert.equal(visible(wrapText(text, columns).join("")), visible(text));
  }));
});

Deno.test("wrapping breaks at spaces, between ideographs, and inside what is longer than a line", () => {
  assert.deepEqual(wrapText("the quick brown fox", 10), ["the quick", "brown fox"]);
  assert.deepEqual(wrapText("the quick  ", 9), ["the quick"]);
  assert.deepEqual(wrapText("ab 漢字漢字", 6), ["ab 漢", "字漢字"]);
  assert.deepEqual(wrapText("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
  assert.deepEqual(wrapText("a\n\n  b", 10), ["a", "", "  b"]);
  assert.deepEqual(wrapText("      deep", 4), ["deep"]);
  assert.deepEqual(wrapText("", 10), [""]);
  assert.deepEqual(wrapText(`${FAMILY}${FAMILY}`, 2), [FAMILY, FAMILY]);
});

Deno.test("a character wider than the columns gets a line of its own", () => {
  assert.deepEqual(wrapText("a漢b", 1), ["a", "漢", "b"]);
  assert.deepEqual(wrapText("漢", 0), ["漢"]);
});

Deno.test("a chain of conjuncts longer than a line is broken all the same", () => {
  for (const line of wrapText("क्".repeat(40), 10)) assert(textWidth(line) <= 10);
});

Deno.test("truncated text fits, and shows where it was cut", () => {
  assert.equal(truncateText("hello", 5), "hello");
  assert.equal(truncateText("hello!", 5), "hell…");
  assert.equal(truncateText("漢字漢", 4), "漢…");
  assert.equal(truncateText("hello", 0), "");
  fc.assert(fc.property(cleanText.map(sanitizeLine), columns, (text, columns) => {
    const short = truncateText(text, columns);
    assert(textWidth(short) <= columns);
    assert(short === text || (short.endsWith("…") && text.startsWith(short.slice(0, -1))));
  }));
});
