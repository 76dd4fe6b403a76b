/**
 * Pages of what fits best, out of a bounded number of candidates.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { PageKey } from "../store/readers/page.ts";
import type { Term } from "./query.ts";
import { scores } from "./ranking.ts";
import { indexedWords } from "./selection.ts";

/** A message that fits. */
export interface Candidate {
  id: number;
  /** As it was indexed. */
  words: string;
}

export interface Page {
  /** All candidates are below this, on every page: what is written meanwhile changes nothing. */
  end: number;
  after?: PageKey;
  limit: number;
}

/** @param terms what is looked for, each with how many messages hold it, up to `limits.searchCandidates`. */
export function bestOf(
  terms: readonly { term: Term; count: number }[],
  candidates: readonly Candidate[],
  { end, after, limit }: Page,
): { best: { id: number; key: PageKey }[]; more: boolean } {
  const weighed = terms.map(({ term, count }) => ({
    term,
    count,
    limit: limits.searchCandidates,
  }));
  const points = scores(weighed, candidates.map(({ words }) => indexedWords(words)));
  const ranked = candidates.map(({ id }, index) => ({ id, score: points[index] }))
    .sort((a, b) => b.score - a.score || b.id - a.id);
  const [, lastScore, lastId] = after ?? [end, Infinity, Infinity];
  const rest = ranked.filter(({ score, id }) =>
    score < Number(lastScore) || score === lastScore && id < Number(lastId)
  );
  return {
    best: rest.slice(0, limit).map(({ id, score }) => ({ id, key: [end, score, id] })),
    more: rest.length > limit,
  };
}
