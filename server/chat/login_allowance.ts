/**
 * How often a password may be tried: for each name, whichever way it is tried, and for each address.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { KeyedBuckets } from "../../shared/token_bucket.ts";

/** Names, and addresses, whose attempts are remembered. */
const CAPACITY = 10_000;

/** @param wait milliseconds. */
export function tooManyAttempts(wait: number): ParleyError {
  return new ParleyError(
    "rate-limited",
    "Too many attempts. Wait a moment, then try again.",
    wait / 1000,
  );
}

export class LoginAllowance {
  readonly #names = new KeyedBuckets(1000 / limits.loginInterval, limits.loginBurst, CAPACITY);
  readonly #addresses = new KeyedBuckets(1000 / limits.loginInterval, limits.loginBurst, CAPACITY);

  /** @param name its key. @throws {ParleyError} `rate-limited` with `retryAfter`. */
  spendOfName(name: string, now: number): void {
    const wait = this.#names.take(name, now);
    if (wait > 0) throw tooManyAttempts(wait);
  }

  /** @throws {ParleyError} `rate-limited` with `retryAfter`. */
  spendOfAddress(address: string, now: number): void {
    const wait = this.#addresses.take(address, now);
    if (wait > 0) throw tooManyAttempts(wait);
  }
}
