/**
 * A gateway's line to the search thread.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { FoundPage, SearchRequest } from "./message_index.ts";

export interface SearchJob {
  ref: number;
  request: SearchRequest;
}

/**
 * `busy`: too much waits, or the thread was started again; `unavailable`: the database can't be reached; `failed`: its
 * log says why.
 */
export interface SearchAnswer {
  ref: number;
  page: FoundPage | "busy" | "unavailable" | "failed";
}

export interface Searcher {
  /** @throws {ParleyError} `busy`, `unavailable`. */
  find(request: SearchRequest): Promise<FoundPage>;
}

export class SearchClient implements Searcher {
  readonly #pending = new Map<number, (page: SearchAnswer["page"]) => void>();
  #post: ((job: SearchJob) => void) | undefined;
  #lastRef = 0;

  /** @param patience milliseconds that an answer may take. */
  constructor(readonly patience: number = limits.searchTime) {}

  /** Takes a line into use; what was asked over the one before is not answered any more. */
  connect(post: (job: SearchJob) => void): void {
    for (const answer of this.#pending.values()) answer("busy");
    this.#pending.clear();
    this.#post = post;
  }

  receive({ ref, page }: SearchAnswer): void {
    this.#pending.get(ref)?.(page);
    this.#pending.delete(ref);
  }

  async find(request: SearchRequest): Promise<FoundPage> {
    const page = await this.#ask(request);
    if (page === "failed") throw new Error("The search thread could not look something up.");
    if (page === "unavailable") {
      throw new ParleyError(
        "unavailable",
        "The server's database can't be reached at the moment. Try again in a moment.",
        limits.storeProbe / 1000,
      );
    }
    if (page !== "busy") return page;
    throw new ParleyError("busy", "Too many people search at the moment. Try again.", 1);
  }

  /** Whoever asks hears something, whatever has become of the thread or of its database. */
  async #ask(request: SearchRequest): Promise<SearchAnswer["page"]> {
    if (!this.#post) return "busy";
    const ref = ++this.#lastRef;
    const answered = new Promise<SearchAnswer["page"]>((resolve) =>
      this.#pending.set(ref, resolve)
    );
    this.#post({ ref, request });
    const timer = setTimeout(() => this.receive({ ref, page: "busy" }), this.patience);
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
    }
  }
}
