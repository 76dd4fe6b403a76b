/**
 * Keeps trying what may work later.
 * @module
 */
import { ParleyError } from "../errors.ts";
import type { Backoff } from "./backoff.ts";
import { type Clock, sleep } from "./clock.ts";

const PASSING = new Set(["unreachable", "rate-limited", "busy", "unavailable"]);

/** True if the same may work later. */
export function isPassing(error: ParleyError): boolean {
  return PASSING.has(error.code);
}

export interface Patience {
  clock: Clock;
  backoff: Backoff;
  /** Time of the clock after which no other try starts. */
  until: number;
}

/**
 * Calls `attempt` until it works, fails for good, or time is up. It must change nothing when it is
 * repeated after having worked unnoticed.
 *
 * @throws the error of the last attempt.
 */
export async function persist<T>(
  { clock, backoff, until }: Patience,
  attempt: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ParleyError) || !isPassing(error)) throw error;
      const wait = Math.max((error.retryAfter ?? 0) * 1000, backoff.next());
      if (clock.now() + wait > until) throw error;
      await sleep(clock, wait);
    }
  }
}
