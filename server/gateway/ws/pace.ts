/**
 * When flushes begin, and how one is spread over the time until the next.
 *
 * They begin `limits.flushInterval` apart, or farther if they would take more than their share of the time.
 * While it is busy, short payloads go out evenly over that time: so acknowledgements and commits need not
 * wait for a flush, and what is served late is served with what is new.
 * @module
 */
import { limits } from "../../../shared/limits.ts";

/** All times are milliseconds of one clock. */
export class Pace {
  /** The earliest time for the next flush. */
  next = -Infinity;
  /** From the beginning of a flush to there. */
  #interval: number = limits.flushInterval;
  #startedAt = 0;
  #spread = false;
  #long = false;
  /** What the flush took before it rested the last time. */
  #took = 0;
  #goesOnAt = 0;

  /** A flush begins. @param busy the next one would come right behind it. */
  begin(now: number, busy: boolean): void {
    this.#startedAt = this.#goesOnAt = now;
    this.#spread = busy;
    this.#long = false;
    this.#took = 0;
  }

  /**
   * A flush is not over.
   *
   * @param progress the part of it that is done; undefined if it gains nothing by taking its time.
   * @returns how long it should rest; 0 or less: not at all.
   */
  rest(now: number, progress: number | undefined): number {
    if (progress === undefined) this.#long = true;
    if (progress === undefined || !this.#spread) return 0;
    const wait = this.#startedAt + this.#interval * progress - now;
    if (wait > 0) this.#took += now - this.#goesOnAt;
    return wait;
  }

  /** A flush goes on after a rest. */
  goOn(now: number): void {
    this.#goesOnAt = now;
  }

  /** A flush is over. @param full waiting longer would not make the next one fuller. */
  end(now: number, full: boolean): void {
    const took = this.#took + now - this.#goesOnAt;
    const share = this.#long ? limits.longFlushShare : limits.flushShare;
    const interval = Math.max(took / share, limits.flushInterval);
    this.#interval = Math.min(interval, took + limits.flushPause);
    this.next = full ? now : this.#startedAt + this.#interval;
  }
}
