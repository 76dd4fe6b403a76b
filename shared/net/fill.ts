/**
 * Fills the holes that the cursors show, by paging through the history.
 * @module
 */
import { ParleyError } from "../errors.ts";
import { limits } from "../limits.ts";
import { parseHistoryPage } from "./answers.ts";
import { type Clock, sleep } from "./clock.ts";
import type { Delivery, Resume } from "./resume.ts";

export interface FillOptions {
  resume: Resume;
  clock: Clock;
  /** Asks the server for the page of history after a cursor. */
  history(fields: { room: string; after: number; limit: number }): Promise<unknown>;
  deliver(deliveries: Delivery[]): void;
  /** A hole can't be filled on this connection. */
  failed(reason: string): void;
}

/** The filler of one connection: one page at a time, so that it never floods the server. */
export class Filler {
  #running = false;
  readonly #stopped = new AbortController();

  constructor(readonly options: FillOptions) {}

  /** Fills every hole that there is and that comes up meanwhile. */
  async start(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (;;) {
      const hole = this.options.resume.hole();
      if (!hole || this.#stopped.signal.aborted) break;
      await this.#page(hole);
    }
    this.#running = false;
  }

  /** The connection is gone. */
  stop(): void {
    this.#stopped.abort();
  }

  async #page({ room, after }: { room: string; after: number }): Promise<void> {
    const { resume, history, deliver, failed } = this.options;
    try {
      const answer = await history({ room, after, limit: limits.historyEvents });
      if (this.#stopped.signal.aborted) return;
      const deliveries = resume.page(room, parseHistoryPage(answer).events);
      if (deliveries) return deliver(deliveries);
      failed("The server's history has a hole.");
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      if (!(error instanceof ParleyError)) throw error;
      if (error.code === "not-found" || error.code === "forbidden") return resume.left(room);
      const wait = error.retryAfter;
      if (wait === undefined) return failed(error.message);
      await sleep(this.options.clock, wait * 1000, this.#stopped.signal);
    }
  }
}
