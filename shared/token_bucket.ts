/**
 * Rate limits: token buckets, alone and by key. Time is handed in.
 * @module
 */

/** Tokens that fractions may be off by: whoever waited as long as told must not be refused for it. */
const ROUNDING = 1e-6;

/** `burst` tokens at once, then `rate` of them a second. */
export class TokenBucket {
  #tokens: number;
  #at: number;

  /**
   * @param rate tokens a second; 0 means no limit.
   * @param burst tokens that it holds when full, 1 at least.
   * @param now milliseconds of any clock that `take` uses too.
   */
  constructor(readonly rate: number, readonly burst: number, now: number) {
    this.#tokens = burst;
    this.#at = now;
  }

  /**
   * Takes `n` tokens, or none if it holds fewer. More than the whole burst is never there: such an `n`
   * counts as the whole burst.
   *
   * @returns 0 if they were taken, else the milliseconds (whole, 1 at least) until they will be there.
   */
  take(now: number, n = 1): number {
    if (this.rate === 0) return 0;
    this.#refill(now);
    const missing = Math.min(n, this.burst) - this.#tokens;
    if (missing <= ROUNDING) {
      this.#tokens -= Math.min(n, this.burst);
      return 0;
    }
    return Math.max(1, Math.ceil(missing / this.rate * 1000));
  }

  /** True if a new bucket would behave the same: then nothing is lost when this one is forgotten. */
  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens === this.burst;
  }

  #refill(now: number): void {
    // A clock that was set back earns nothing and costs nothing.
    const elapsed = Math.max(0, now - this.#at);
    this.#at = now;
    this.#tokens = Math.min(this.burst, this.#tokens + elapsed * this.rate / 1000);
  }
}

/**
 * A bucket for each key (an address, a name), at most `capacity` of them. A new key lets go of those
 * used longest ago: all that are full again, and one that is not where there is no room otherwise.
 * (Refusing new keys instead would let an attacker with many addresses lock everybody out.)
 */
export class KeyedBuckets {
  // Ordered by last use, the oldest first.
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(readonly rate: number, readonly burst: number, readonly capacity: number) {}

  /** Keys that are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /** {@linkcode TokenBucket.take} on the bucket of `key`. */
  take(key: string, now: number, n = 1): number {
    if (this.rate === 0) return 0;
    let bucket = this.#buckets.get(key);
    if (bucket) {
      this.#buckets.delete(key);
    } else {
      this.#makeRoom(now);
      bucket = new TokenBucket(this.rate, this.burst, now);
    }
    this.#buckets.set(key, bucket);
    return bucket.take(now, n);
  }

  #makeRoom(now: number): void {
    for (const [key, bucket] of this.#buckets) {
      if (this.#buckets.size < this.capacity && !bucket.isFull(now)) return;
      this.#buckets.delete(key);
    }
  }
}
