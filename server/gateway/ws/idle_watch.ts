/**
 * Notes what happens on a connection, and tells when it is idle for too long.
 * @module
 */
import type { ClientFrame } from "../../../shared/protocol/mod.ts";
import { type Activity, afterFrame, type IdleRule, isIdle } from "../../chat/idle.ts";

export class IdleWatch {
  readonly #rule: IdleRule;
  #activity: Activity;
  #told = false;

  constructor(rule: IdleRule, now: number) {
    this.#rule = rule;
    this.#activity = { heard: now, deed: now, told: now };
  }

  /** A frame came. */
  heard(frame: ClientFrame, now: number): void {
    this.#activity = afterFrame(this.#activity, frame, now);
  }

  /** It was sent what happened in its rooms. Called too often to read the clock: `isOver` does. */
  told(): void {
    this.#told = true;
  }

  isOver(now: number): boolean {
    if (this.#told) this.#activity = { ...this.#activity, told: now };
    this.#told = false;
    return isIdle(this.#activity, this.#rule, now);
  }
}
