/**
 * The accounts that flooded a connection: for a while they open no other one.
 * @module
 */
import { limits } from "../../../shared/limits.ts";

/** Accounts that are remembered at once. */
const CAPACITY = 10_000;

export class Floods {
  /** Account → when it may come back; the first to be over comes first. */
  readonly #until = new Map<string, number>();

  note(account: string, now: number): void {
    this.#until.delete(account);
    this.#until.set(account, now + limits.floodPause);
    for (const [other, until] of this.#until) {
      if (until > now && this.#until.size <= CAPACITY) break;
      this.#until.delete(other);
    }
  }

  /** @returns the milliseconds that the account has to wait; 0 for none. */
  wait(account: string, now: number): number {
    return Math.max(0, (this.#until.get(account) ?? 0) - now);
  }
}
