/**
 * How many messages an account may send: a token bucket, and a pause for whoever overdraws it.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { KeyedBuckets } from "../../shared/token_bucket.ts";

/** Accounts that are remembered at once. */
const CAPACITY = 50_000;

export class SendAllowance {
  readonly #buckets: KeyedBuckets;
  readonly #pausedUntil = new Map<string, number>();

  /** @param rate messages a second for long (0: any number). @param burst messages at once. */
  constructor(readonly rate: number, readonly burst: number) {
    this.#buckets = new KeyedBuckets(rate, burst, CAPACITY);
  }

  /**
   * Takes one message off the account's allowance.
   *
   * Whoever is refused is refused everything until its pause is over, whatever the bucket holds by then:
   * what it had under way behind the refused message must not overtake it.
   *
   * @returns 0 if it may be sent, else the milliseconds to wait.
   */
  take(account: string, now: number): number {
    const until = this.#pausedUntil.get(account) ?? 0;
    if (until > now) return until - now;
    const wait = this.#buckets.take(account, now);
    if (wait === 0) {
      this.#pausedUntil.delete(account);
      return 0;
    }
    const pause = Math.max(wait, limits.sendRetry);
    this.pause(account, now + pause);
    return pause;
  }

  /** Refuses the account everything until then. */
  pause(account: string, until: number): void {
    if (this.#pausedUntil.size >= CAPACITY) this.#pausedUntil.clear();
    this.#pausedUntil.set(account, until);
  }
}
