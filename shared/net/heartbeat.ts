/**
 * Notices that a connection is dead although no one closed it: a cable pulled, a laptop that slept, a
 * server that hangs.
 * @module
 */
import { limits } from "../limits.ts";
import type { Clock } from "./clock.ts";

export class Heartbeat {
  #aliveAt: number;
  #cancel = () => {};

  /**
   * Starts.
   *
   * @param ping asks the other end for a sign of life, after `limits.quietTime` without one.
   * @param dead is called once, if none comes in `limits.pongTime` after that.
   */
  constructor(readonly clock: Clock, readonly ping: () => void, readonly dead: () => void) {
    this.#aliveAt = clock.now();
    this.#wait(limits.quietTime);
  }

  /** Something came in. Costs next to nothing: it is called for each message. */
  alive(): void {
    this.#aliveAt = this.clock.now();
  }

  /** There is reason to doubt that the connection lives: asks now, and waits for less long. */
  check(patience: number): void {
    this.#cancel();
    this.#ask(patience);
  }

  stop(): void {
    this.#cancel();
  }

  #wait(milliseconds: number): void {
    this.#cancel = this.clock.after(milliseconds, () => {
      const quiet = this.clock.now() - this.#aliveAt;
      if (quiet < limits.quietTime) return this.#wait(limits.quietTime - quiet);
      this.#ask(limits.pongTime);
    });
  }

  #ask(patience: number): void {
    const pingedAt = this.clock.now();
    this.ping();
    this.#cancel = this.clock.after(patience, () => {
      if (this.#aliveAt < pingedAt) this.dead();
      else this.#wait(limits.quietTime);
    });
  }
}
