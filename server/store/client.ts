/**
 * A gateway's line to the store worker: writes go out together once a turn, answers come back.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { Person } from "../../shared/protocol/mod.ts";
import type { Outcomes, Write, WriteAnswer, WriteKind, WriteOf } from "./log.ts";
import type { ToGateway, ToStore } from "./messages.ts";

interface Pending {
  resolve(outcome: unknown): void;
  reject(error: ParleyError): void;
}

/** Seconds after which it is worth trying again, where it is. */
const RETRY_AFTER: Partial<Record<string, number>> = { busy: 2, unavailable: 10 };

/** True for a write that is refused now and may be taken later. */
export function isPutOff(answer: WriteAnswer): boolean {
  return !answer.ok && RETRY_AFTER[answer.code] !== undefined;
}

export class StoreClient {
  readonly #post: (message: ToStore) => void;
  readonly #pending = new Map<number, Pending>();
  #items: { ref: number; write: Write }[] = [];
  #lastRef = 0;

  constructor(post: (message: ToStore) => void) {
    this.#post = post;
  }

  /**
   * Resolves when the write is on disk.
   *
   * @throws {ParleyError} the store's reason, or `busy` if too many writes of this gateway wait.
   */
  write<K extends WriteKind>(write: WriteOf<K>): Promise<Outcomes[K]> {
    if (this.#pending.size >= limits.storeQueue) {
      throw new ParleyError("busy", "The server has too much to save. Try again in a moment.", 2);
    }
    const ref = ++this.#lastRef;
    if (this.#items.push({ ref, write }) === 1) {
      setImmediate(() => this.#flush());
    }
    return new Promise((resolve, reject) => {
      this.#pending.set(ref, { resolve: resolve as Pending["resolve"], reject });
    });
  }

  /** How many writes wait for their answer. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** True while writes wait for their answer. */
  get busy(): boolean {
    return this.#pending.size > 0;
  }

  arrive(person: Person): void {
    this.#post({ op: "arrive", person });
  }

  depart(account: string, goodbye: boolean): void {
    this.#post({ op: "depart", account, goodbye });
  }

  idle(account: string, idle: boolean): void {
    this.#post({ op: "idle", account, idle });
  }

  /** @param away undefined: no longer. */
  away(account: string, away: { text?: string } | undefined): void {
    this.#post({ op: "away", account, away });
  }

  askWho(): void {
    this.#post({ op: "who" });
  }

  /** Takes the answers out of a message of the store. */
  receive(message: Extract<ToGateway, { op: "answers" }>): void {
    for (const { ref, answer } of message.items) this.#settle(ref, answer);
    // Behind what was under way, and once whoever was refused is held back.
    if (message.items.some(({ answer }) => isPutOff(answer))) {
      setImmediate(() => this.#post({ op: "refused" }));
    }
  }

  #settle(ref: number, answer: WriteAnswer): void {
    const pending = this.#pending.get(ref);
    if (!pending) return;
    this.#pending.delete(ref);
    if (answer.ok) pending.resolve(answer.outcome);
    else {
      const { code, message, retryAfter = RETRY_AFTER[code] } = answer;
      pending.reject(new ParleyError(code, message, retryAfter));
    }
  }

  #flush(): void {
    const items = this.#items;
    this.#items = [];
    this.#post({ op: "write", items });
  }
}
