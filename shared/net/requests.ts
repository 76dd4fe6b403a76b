/**
 * Requests under way on one connection, each waiting for its `done` or `refuse`.
 * @module
 */
import { isErrorCode, ParleyError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Refuse } from "../protocol/mod.ts";
import type { Clock } from "./clock.ts";

/** An id that nobody else makes. (A browser has `randomUUID` on pages that came by https only.) */
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: ParleyError): void;
  cancel(): void;
}

export class Requests {
  readonly #waiting = new Map<string, Waiting>();

  constructor(readonly clock: Clock) {}

  /**
   * Waits for the answer to the request `id`.
   *
   * @returns the result, not yet parsed.
   * @throws {ParleyError} the refusal, or `unreachable` if no answer comes in `limits.answerTime`.
   */
  wait(id: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const cancel = this.clock.after(limits.answerTime, () => {
        this.#waiting.delete(id);
        reject(new ParleyError("unreachable", "The server did not answer in time. Try again."));
      });
      this.#waiting.set(id, { resolve, reject, cancel });
    });
  }

  done(id: string, result: unknown): void {
    this.#take(id)?.resolve(result);
  }

  /** @returns false if `refuse` answers no request of these. */
  refused(refuse: Refuse): boolean {
    const waiting = this.#take(refuse.id ?? "");
    waiting?.reject(refusal(refuse));
    return waiting !== undefined;
  }

  /** The connection is gone: no answer will come. */
  end(): void {
    for (const id of [...this.#waiting.keys()]) {
      this.#take(id)?.reject(
        new ParleyError("unreachable", "The connection was lost. Try again once it is back."),
      );
    }
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    waiting?.cancel();
    this.#waiting.delete(id);
    return waiting;
  }
}

/** The server's refusal as an error; a code of a later version counts as `internal`. */
export function refusal({ code, message, retryAfter }: Refuse): ParleyError {
  return new ParleyError(isErrorCode(code) ? code : "internal", message, retryAfter);
}
