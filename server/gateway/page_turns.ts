/**
 * Whose turn it is to read a page of messages: one page in a turn of the event loop, one account after the
 * other. So whoever asks for a hundred waits for itself, and what others write is delivered in between.
 * @module
 */
import { setImmediate } from "node:timers";

export class PageTurns {
  /** By account, in the order in which they come next. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #taken = false;

  /** Resolves when the account may read: at once, if nobody else does in this turn. */
  take(account: string): Promise<void> {
    return new Promise((resolve) => {
      const others = this.#waiting.get(account);
      if (others) others.push(resolve);
      else this.#waiting.set(account, [resolve]);
      if (!this.#taken) this.#next();
    });
  }

  #next(): void {
    const [first] = this.#waiting;
    this.#taken = first !== undefined;
    if (!first) return;
    const [account, [goOn, ...rest]] = first;
    this.#waiting.delete(account);
    if (rest.length > 0) this.#waiting.set(account, rest);
    goOn();
    setImmediate(() => this.#next());
  }
}
