/**
 * Whether a connection lives, and whether it says more than anybody has to hear.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import { CLOSE } from "../../../shared/protocol/mod.ts";
import { TokenBucket } from "../../../shared/token_bucket.ts";
import type { SendAllowance } from "../../chat/send_allowance.ts";

/** Why a connection ends. */
export interface Cut {
  code: number;
  reason: string;
  /** Seconds after which its client may come back. */
  after?: number;
}

export const FLOOD: Cut = {
  code: CLOSE.badFrame,
  reason: "You send far more than the server answers. Keep to the limits of the welcome.",
};

export class Liveness {
  seenAt: number;
  readonly #openedAt: number;
  readonly #heard: TokenBucket;
  #pinged = false;

  /** @param sends what an account may send: whoever may send without limit may say as much. */
  constructor(now: number, { rate, burst }: Pick<SendAllowance, "rate" | "burst">) {
    this.#openedAt = this.seenAt = now;
    this.#heard = rate === 0
      ? new TokenBucket(0, 1, now)
      : new TokenBucket(limits.framesPerSecond + 2 * rate, limits.frameBurst + 2 * burst, now);
  }

  /** Something came, of so many characters. @returns what to do about it if it is too much. */
  heard(now: number, length: number): Cut | undefined {
    this.seenAt = now;
    this.#pinged = false;
    return this.#heard.take(now, 1 + length / limits.frameUnit) === 0 ? undefined : FLOOD;
  }

  /** What to do about a connection; called about once a second. @param greeted it said hello. */
  judge(now: number, greeted: boolean): Cut | "ping" | undefined {
    const silence = now - this.seenAt;
    if (!greeted && now - this.#openedAt > limits.helloTime) {
      return { code: CLOSE.noHello, reason: "No hello came in time. Send it first." };
    }
    if (silence > limits.deadAfter) {
      return { code: CLOSE.silent, reason: "Nothing was heard from you for too long." };
    }
    if (silence <= limits.pingAfter || this.#pinged) return undefined;
    this.#pinged = true;
    return "ping";
  }
}
