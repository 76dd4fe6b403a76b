/**
 * What is looked for, and what of a message is put into the index, in the words of PostgreSQL's full text search. Its
 * own parser and dictionaries have no part in it: the words are the same as on SQLite.
 * @module
 */
import type { Term } from "./query.ts";
import { NOTHING, type Selection } from "./selection.ts";

/** Characters of a word: a lexeme has less than 2048 bytes, and a character 4 at the most. */
const LENGTH = 500;

/** The last place that a lexeme can have. */
const LAST_PLACE = 16_383;

/** Quoted, so that nothing in it is taken for a part of the expression. */
function quote(word: string): string {
  const whole = word.length <= LENGTH ? word : Array.from(word).slice(0, LENGTH).join("");
  return `'${whole.replace(/['\\]/g, "$&$&")}'`;
}

/** A `tsvector`: each word with where it stands, each tag without. */
export function toTsvector(indexed: string): string {
  return indexed.split(" ").map((word, index) =>
    word.startsWith("_") ? quote(word) : `${quote(word)}:${Math.min(index + 1, LAST_PLACE)}`
  ).join(" ");
}

function toPhrase({ words, beginning }: Term): string {
  const quoted = words.map(quote);
  if (beginning) quoted.push(`${quoted.pop()}:*`);
  return `(${quoted.join(" <-> ")})`;
}

/** A `tsquery`. */
export function toTsquery({ tags, terms, excluded, excludedTags }: Selection): string {
  const wanted = [
    ...tags.map((group) => `(${group.map(quote).join(" | ")})`),
    ...terms.map(toPhrase),
  ];
  const unwanted = [NOTHING, ...excludedTags].map(quote).concat(excluded.map(toPhrase));
  return [...wanted, `!(${unwanted.join(" | ")})`].join(" & ");
}
