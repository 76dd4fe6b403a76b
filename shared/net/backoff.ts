/**
 * How long to wait before the next try: exponential back-off with full jitter, so that thousands of
 * clients of a server that restarts don't come back at the same moment.
 * @module
 */
import { limits } from "../limits.ts";

export class Backoff {
  #tries = 0;

  /** @param random gives numbers from 0 up to, and without, 1. */
  constructor(readonly random: () => number) {}

  /** Milliseconds to wait before the next try. Each call counts as a try. */
  next(): number {
    const most = Math.min(limits.backoffMost, limits.backoffFirst * 2 ** this.#tries);
    // Past this the ceiling is reached anyway, and 2 ** n must not grow for ever.
    this.#tries = Math.min(this.#tries + 1, 30);
    return Math.round(this.random() * most);
  }

  /** The last try worked: the next wait is a short one again. */
  reset(): void {
    this.#tries = 0;
  }
}
