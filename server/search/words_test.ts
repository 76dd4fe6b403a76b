import assert from "node:assert/strict";
import fc from "fast-check";
import { wordsOf } from "./words.ts";

function texts(text: string): string[] {
  return wordsOf(text).map((word) => word.text);
}

Deno.test("case and diacritics don't count, however they are encoded", () => {
  assert.deepEqual(texts("Don't PANIC, snake_case!"), ["don", "t", "panic", "snake", "case"]);
  assert.deepEqual(texts("CAFÉ cafe\u0301 Café"), ["cafe", "cafe", "cafe"]);
  assert.deepEqual(texts("Straße STRASSE Ὀδυσσεύς ΟΔΥΣΣΕΥΣ"), [
    "strasse",
    "strasse",
    "οδυσσευσ",
    "οδυσσευσ",
  ]);
  assert.deepEqual(texts("İstanbul ｆｕｌｌ ﬁn"), ["istanbul", "full", "fin"]);
  assert.deepEqual(texts("مُحَمَّد שָׁלוֹם"), texts("محمد שלום"));
});

Deno.test("signs that make another word are kept", () => {
  assert.deepEqual(texts("हिन्दी"), ["हिन्दी"]);
  assert.notDeepEqual(texts("か"), texts("が"));
  assert.deepEqual(texts("ｶﾞ"), texts("ガ"));
});

Deno.test("without spaces between words, every two characters are a word, and the last one", () => {
  assert.deepEqual(texts("日本語"), ["日本", "本語", "語"]);
  assert.deepEqual(texts("新しいiOS版 の"), ["新し", "しい", "い", "ios", "版", "の"]);
  assert.deepEqual(texts("한국어"), ["한국", "국어", "어"]);
  assert.deepEqual(texts("กิน"), ["กิน", "น"]);
});

Deno.test("a picture is a word", () => {
  assert.deepEqual(texts("well done🎉🎉"), ["well", "done", "🎉", "🎉"]);
});

Deno.test("a word stands where its offsets say, and holds nothing that FTS5 could take for something else", () => {
  const character = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(...'aÉß🎉日本語한국กิﾞｶ\u0301\u200d_"*(): -ﷺ⑴½İ'),
  );
  const text = fc.array(character).map((parts) => parts.join(""));
  fc.assert(fc.property(text, (text) => {
    let last = 0;
    for (const { text: word, start, end, firstEnd = end } of wordsOf(text)) {
      assert.match(word, /^(?:[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic})$/u);
      assert.ok(!/[A-Z]/.test(word));
      assert.ok(last <= start && start < firstEnd && firstEnd <= end && end <= text.length);
      last = start;
    }
  }));
});
