/**
 * The clock and the timers that a fan-out runs on: real ones, or those of a test.
 * @module
 */

export interface Schedule {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Runs at the next turn of the event loop. */
  soon(run: () => void): void;
  later(run: () => void, milliseconds: number): void;
}

export const realSchedule: Schedule = {
  now: () => performance.now(),
  soon: (run) => void setImmediate(run),
  later: (run, milliseconds) => void setTimeout(run, milliseconds),
};
