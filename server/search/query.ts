/**
 * The language of searches: what somebody typed → what is looked for. Nothing that can be typed is an
 * error; what has no meaning here is taken as words.
 * @module
 */
import { wordsOf } from "./words.ts";

/** Words that stand behind each other. With `beginning`, the last one may go on. */
export interface Term {
  words: readonly string[];
  beginning: boolean;
}

/** A name to narrow down by, or (`not`) to leave out. */
export interface NameFilter {
  name: string;
  not: boolean;
}

export interface Query {
  /** All have to be there, … */
  terms: Term[];
  /** … and none of these. */
  excluded: Term[];
  from: NameFilter[];
  in: NameFilter[];
  /** True: with a link in it; false: with none. */
  link?: boolean;
  /** Milliseconds since 1970: from `since` on, before `until`. */
  since?: number;
  until?: number;
}

/** `-`, `name:`, then a phrase in quotes of whatever kind or a word. */
const PIECES =
  /(?<not>-)?(?:(?<operator>from|in|before|after|has):)?(?:["“”„](?<phrase>[^"“”„]*)["“”„]?(?<star>\*?)|(?<word>[^\s"“”„]+))/giu;
const DAY = 24 * 3600 * 1000;

/** Undefined if there is no word in it. */
function toTerm(text: string, star: boolean): Term | undefined {
  const words = wordsOf(text);
  const end = words.at(-1);
  if (!end) return undefined;
  let beginning = star;
  if (end.last) {
    // The text that is looked for may go on here: two characters say so already, one is a beginning.
    const follows = words.at(-2)?.end === end.end;
    if (follows) words.pop();
    beginning = !follows;
  }
  return { words: words.map((word) => word.text), beginning };
}

/** The start of a day (UTC). @returns undefined for what is no date. */
function toDay(date: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return undefined;
  const time = Date.parse(date);
  // Date.parse takes the 30th of February for the 2nd of March.
  return new Date(time).toJSON()?.startsWith(date) ? time : undefined;
}

/** @returns false if the value makes no sense for the operator. */
function narrow(query: Query, operator: string, value: string, not: boolean): boolean {
  switch (operator) {
    case "from":
    case "in":
      query[operator].push({ name: value, not });
      return true;
    case "has":
      if (!/^links?$/i.test(value)) return false;
      query.link = !not;
      return true;
    default: {
      const day = toDay(value);
      if (day === undefined || not) return false;
      if (operator === "before") query.until = Math.min(query.until ?? Infinity, day);
      else query.since = Math.max(query.since ?? -Infinity, day + DAY);
      return true;
    }
  }
}

export function parseQuery(text: string): Query {
  const query: Query = { terms: [], excluded: [], from: [], in: [] };
  for (const { 0: piece, groups } of text.matchAll(PIECES)) {
    const { not, operator, phrase, star, word } = groups!;
    const value = phrase ?? word;
    if (operator && narrow(query, operator.toLowerCase(), value, not !== undefined)) continue;
    const term = toTerm(operator ? piece : value, star === "*" || /[^*]\*$/.test(word ?? ""));
    if (term) query[not ? "excluded" : "terms"].push(term);
  }
  return query;
}

/** True if nothing in it narrows anything down: it finds nothing, rather than everything. */
export function isEmpty(query: Query): boolean {
  const { terms, excluded, from, in: rooms, link, since, until } = query;
  return [terms, excluded, from, rooms].every((list) => list.length === 0) &&
    link === undefined && since === undefined && until === undefined;
}

/** True if these words, at `index`, are what the term looks for. */
function standsAt(term: Term, words: readonly string[], index: number): boolean {
  const end = term.words.length - 1;
  for (let offset = 0; offset < end; offset++) {
    if (words[index + offset] !== term.words[offset]) return false;
  }
  const last = words[index + end];
  return term.beginning ? last?.startsWith(term.words[end]) : last === term.words[end];
}

/** Where among the words the term begins, each time that it is there. */
export function occurrences(term: Term, words: readonly string[]): number[] {
  const found: number[] = [];
  for (let index = 0; index < words.length; index++) {
    if (standsAt(term, words, index)) found.push(index);
  }
  return found;
}

/**
 * The parts of a text that fit, as UTF-16 offsets in order, none touching the next.
 *
 * @returns undefined if the text isn't what is looked for.
 */
export function marksOf(
  { terms, excluded }: Pick<Query, "terms" | "excluded">,
  text: string,
): [number, number][] | undefined {
  const words = wordsOf(text);
  const texts = words.map((word) => word.text);
  if (excluded.some((term) => occurrences(term, texts).length > 0)) return undefined;
  const found: [number, number][] = [];
  for (const term of terms) {
    const places = occurrences(term, texts);
    if (places.length === 0) return undefined;
    for (const place of places) {
      const end = words[place + term.words.length - 1];
      found.push([words[place].start, term.beginning && end.firstEnd || end.end]);
    }
  }
  const marks: [number, number][] = [];
  for (const [start, end] of found.sort(([a], [b]) => a - b)) {
    const before = marks.at(-1);
    if (before && start <= before[1]) before[1] = Math.max(before[1], end);
    else marks.push([start, end]);
  }
  return marks;
}
