/**
 * Text as words: the same for what is indexed, what is asked for, and what is marked in a hit.
 *
 * Case and diacritics don't count. Where a writing puts no spaces between words, every two neighbouring
 * characters are a word, so that any part of a sentence is found.
 * @module
 */

/** A word as it is compared, and where it stands: UTF-16 offsets, `end` excluded. */
export interface Word {
  text: string;
  start: number;
  end: number;
  /** Of two neighbouring characters, where the first one ends. */
  firstEnd?: number;
  /** The last character of a run without spaces, once more, by itself. */
  last?: boolean;
}

/** Runs of letters and digits; of pictures, each by itself. */
const RUNS = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu;
const IS_PICTURE = /^\p{Extended_Pictographic}/u;
const ASCII_RUNS = /[a-z0-9]+/g;

/** Writings without spaces between words. Korean has them, but glues particles to its words. */
const UNSPACED = "\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Bopomofo}\\p{scx=Hangul}" +
  "\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}";
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
const PARTS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
/** A character with what is written on it; the two voicing marks of half-width kana are letters. */
const CHARACTERS = /[^][\p{M}\uff9e\uff9f]*/gu;

/**
 * Marks that one may leave out when writing: accents, and the points of Arabic and Hebrew. Not the voicing
 * marks of kana, and not vowel signs, which make another word.
 */
const DIACRITICS = /[[\p{M}&&\p{Script=Inherited}]--[\u3099\u309a]]|[\u0591-\u05c7]/gv;
const NOT_IN_WORDS = /[^\p{L}\p{N}\p{M}]/gu;

/** Letters as they are compared. */
function fold(letters: string): string {
  // Upper case first: it takes ß to SS and ς to Σ, which lower case alone leaves different.
  const bare = letters.normalize("NFKD").replace(DIACRITICS, "").toUpperCase();
  return Array.from(bare, (char) => char.toLowerCase()).join("")
    .normalize("NFC").replace(NOT_IN_WORDS, "");
}

function addPairs(words: Word[], run: string, offset: number): void {
  let previous: Word | undefined;
  for (const { 0: character, index } of run.matchAll(CHARACTERS)) {
    const text = fold(character);
    if (text === "") continue;
    const start = offset + index;
    const next: Word = { text, start, end: start + character.length, last: true };
    if (previous) {
      const { text: first, start, end: firstEnd } = previous;
      words.push({ text: first + next.text, start, end: next.end, firstEnd });
    }
    previous = next;
  }
  if (previous) words.push(previous);
}

/** The words of a text, in order. Each holds letters, digits and marks only, or is one picture. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  // Most of what people write, several times as fast.
  if (/^[\0-\x7f]*$/.test(text)) {
    for (const { 0: word, index } of text.toLowerCase().matchAll(ASCII_RUNS)) {
      words.push({ text: word, start: index, end: index + word.length });
    }
    return words;
  }
  for (const { 0: run, index } of text.matchAll(RUNS)) {
    for (const { 0: part, index: offset } of run.matchAll(PARTS)) {
      const start = index + offset;
      if (IS_UNSPACED.test(part)) addPairs(words, part, start);
      else {
        const word = IS_PICTURE.test(part) ? part : fold(part);
        if (word !== "") words.push({ text: word, start, end: start + part.length });
      }
    }
  }
  return words;
}
