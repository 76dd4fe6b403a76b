/**
 * How well a message fits what is looked for: BM25, as search engines have it, over a bounded number of
 * candidates. FTS5's own counts every message that holds a word: for a common one, most there are.
 * @module
 */
import { occurrences, type Term } from "./query.ts";

/** How soon more of the same word counts for less, and how much the length of a message counts: as usual. */
const SATURATION = 1.2;
const LENGTH_WEIGHT = 0.75;

/** A term, and how many messages hold it, counted up to `limit`. */
export interface WeighedTerm {
  term: Term;
  count: number;
  limit: number;
}

/** The score of each candidate, given by its words: more is better. */
export function scores(terms: readonly WeighedTerm[], candidates: readonly string[][]): number[] {
  const total = candidates.reduce((sum, words) => sum + words.length, 0);
  const mean = total / candidates.length || 1;
  return candidates.map((words) => {
    const length = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * words.length / mean;
    let score = 0;
    for (const { term, count, limit } of terms) {
      const times = occurrences(term, words).length;
      const rarity = Math.log(1 + limit / (count + 1));
      score += rarity * times * (SATURATION + 1) / (times + SATURATION * length);
    }
    return score;
  });
}
