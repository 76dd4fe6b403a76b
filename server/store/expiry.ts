/**
 * Has messages erased that are older than their rooms keep them: now and then, and at once where that was
 * changed. What is erased doesn't come back: so not while the clock may be wrong.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { limits } from "../../shared/limits.ts";
import { ClockWatch } from "./clock_watch.ts";
import type { Outcomes, Write, WriteKind } from "./log.ts";

const logger = getLogger(["parley", "store"]);

export class Expiry {
  readonly #write: (write: Write) => void;
  readonly #clock: ClockWatch;
  readonly #timer: ReturnType<typeof setInterval>;

  /**
   * Not at once: at its start, a machine may not have asked for the time yet.
   *
   * @param write has something written.
   */
  constructor(write: (write: Write) => void, clock = new ClockWatch(() => Date.now())) {
    this.#write = write;
    this.#clock = clock;
    this.#timer = setInterval(() => this.#look(), limits.retentionInterval);
  }

  /** A write is done, after which there may be something to erase. */
  goOn(write: Write, outcome: Outcomes[WriteKind]): void {
    const more = write.kind === "expire-messages" && "more" in outcome && outcome.more;
    if (more || write.kind === "change-room" && write.changes.retention) this.#look();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.#clock.isTrusted) this.#write({ kind: "expire-messages" });
    else logger.warning("The clock was put forward: for a day, no message is erased for its age");
  }
}
