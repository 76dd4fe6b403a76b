/**
 * The client's clock: time and timers, handed in so that tests turn the hands themselves.
 * @module
 */

export interface Clock {
  /** Milliseconds since some moment in the past; never goes back. */
  now(): number;
  /** Calls `callback` once, `milliseconds` from now. @returns a function that prevents it. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `milliseconds`, or at once when `signal` is aborted. */
export function sleep(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.after(milliseconds, done);
    signal?.addEventListener("abort", done);
  });
}
