/**
 * The time that a guest's name stays reserved after its last connection: a reconnect needs it.
 * @module
 */
import { limits } from "../../shared/limits.ts";

export class GuestGrace {
  readonly #over: (account: string) => void;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** @param over is called with a guest whose time is over. */
  constructor(over: (account: string) => void) {
    this.#over = over;
  }

  /** The guest is gone: its time begins. */
  begin(account: string): void {
    this.end(account);
    const over = () => {
      this.#timers.delete(account);
      this.#over(account);
    };
    this.#timers.set(account, setTimeout(over, limits.guestGrace));
  }

  /** The guest is back. */
  end(account: string): void {
    clearTimeout(this.#timers.get(account));
    this.#timers.delete(account);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
