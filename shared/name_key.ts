/**
 * Which two names count as the same, and which are nearly so. Apart from the rules for new names, whose
 * tables a client need not load.
 * @module
 */
import { distance } from "fastest-levenshtein";

/** The name with NFKC and full case folding, without its `@` or `#`: equal for the same name. */
export function nameKey(name: string): string {
  // Upper case first: it takes ß to SS and ς to Σ, which lower case alone leaves different.
  const fold = (text: string) =>
    Array.from(text.toUpperCase(), (char) => char.toLowerCase()).join("").normalize("NFKC");
  return fold(fold(name.normalize("NFKC").replace(/^[@#]/, "")));
}

/** True if both name the same account or room; a leading `@` or `#` and the case don't count. */
export function isSameName(a: string, b: string): boolean {
  return nameKey(a) === nameKey(b);
}

/** The candidates most like `wanted`, at most `max`, nearest first; none that are far off. */
export function nearestNames(wanted: string, candidates: Iterable<string>, max = 3): string[] {
  const key = nameKey(wanted);
  if (key === "") return [];
  const farthest = Math.min(3, Math.max(1, Math.floor(key.length / 2)));
  return Array.from(candidates, (name) => {
    const candidate = nameKey(name);
    const slips = distance(key, candidate);
    // What only lacks its end is as near as one slip of the finger.
    return { name, far: candidate.startsWith(key) ? Math.min(slips, 1) : slips };
  })
    .filter(({ far }) => far <= farthest)
    .sort((a, b) => a.far - b.far)
    .slice(0, max)
    .map(({ name }) => name);
}
