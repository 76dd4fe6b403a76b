/**
 * A long series of kills, taken in pieces: each has a server, a crew and a seed of its own.
 * @module
 */
import { newSeed, type Random, randomOf } from "../support/random.ts";
import { LONG } from "../support/skip.ts";

/** How often: `PARLEY_KILLS=N` takes so many, as for a part of a long series. */
export function killsOf(times: { long: number; short: number }): number {
  return Number(Deno.env.get("PARLEY_KILLS") ?? (LONG ? times.long : times.short));
}

/** Pieces at a time of a long series: while one's server starts, the other's crew writes. */
const AT_ONCE = LONG ? 2 : 1;

/**
 * Runs pieces of `size` kills until there were as many as asked for.
 *
 * Each piece is told by its seed once it is over: `PARLEY_TEST_SEED=N PARLEY_KILLS=SIZE` takes it again.
 *
 * @param run returns how many messages were in the log at the end.
 * @returns how many messages there were, all together.
 */
export async function inPieces(
  kills: number,
  size: number,
  run: (random: Random, kills: number) => Promise<number>,
): Promise<number> {
  const first = newSeed();
  let [pieces, left, messages] = [0, kills, 0];
  const goOn = async () => {
    while (left > 0) {
      const [seed, share] = [(first + pieces++) >>> 0, Math.min(size, left)];
      left -= share;
      const piece = `PARLEY_TEST_SEED=${seed} PARLEY_KILLS=${share}`;
      console.log(`${piece} begins`);
      try {
        const written = await run(randomOf(seed), share);
        messages += written;
        console.log(`${piece} kept its promise: ${written} messages`);
      } catch (error) {
        left = 0;
        throw new Error(`${piece}: ${(error as Error).message}`, { cause: error });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, goOn));
  return messages;
}
