/**
 * For tests: a clock that stands still until the test moves it.
 * @module
 */
import type { Clock } from "../clock.ts";

export class ManualClock implements Clock {
  #now = 0;
  #timers = new Set<{ at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves the time on, calling what falls due on the way, in order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.at <= end);
      if (due.length === 0) break;
      const next = due.reduce((first, timer) => timer.at < first.at ? timer : first);
      this.#timers.delete(next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }

  /** Timers that are set: 0 after a clean stop. */
  get waiting(): number {
    return this.#timers.size;
  }
}
