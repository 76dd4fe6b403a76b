/**
 * Randomness with a seed, which a failing test prints: `PARLEY_TEST_SEED=N` takes the same again.
 * @module
 */

export interface Random {
  /** A whole number, minimum ≤ n ≤ maximum. */
  between(minimum: number, maximum: number): number;
  pick<T>(values: readonly T[]): T;
}

/** The seed of `PARLEY_TEST_SEED`, or a new one. */
export function newSeed(): number {
  return Number(Deno.env.get("PARLEY_TEST_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
}

/** A generator (mulberry32): few lines, good enough to choose moments and names by. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (minimum: number, maximum: number) =>
    minimum + Math.floor(next() * (maximum - minimum + 1));
  return { between, pick: (values) => values[between(0, values.length - 1)] };
}
