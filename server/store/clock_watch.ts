/**
 * Notices when the machine's clock is put forward, for what can't be undone if the clock is wrong.
 * @module
 */
import { limits } from "../../shared/limits.ts";

export class ClockWatch {
  readonly #now: () => number;
  readonly #elapsed: () => number;
  /** What the clock says, less the time that passed since something fixed. */
  #offset: number;
  #distrustedUntil = -Infinity;

  /** @param now the clock. @param elapsed milliseconds that really passed: nobody can set that. */
  constructor(now: () => number, elapsed = () => performance.now()) {
    this.#now = now;
    this.#elapsed = elapsed;
    this.#offset = now() - elapsed();
  }

  /** False for a day after the clock was put forward by much: time for somebody to notice. */
  get isTrusted(): boolean {
    const elapsed = this.#elapsed();
    const offset = this.#now() - elapsed;
    if (offset - this.#offset > limits.clockJump) {
      this.#distrustedUntil = elapsed + limits.clockDistrust;
    }
    this.#offset = offset;
    return elapsed >= this.#distrustedUntil;
  }
}
