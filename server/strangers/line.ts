/**
 * A gateway's line to the hub of the strangers: questions go out, and what comes back reaches each
 * connection in the order in which the hub said it.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { ServerFrame } from "../../shared/protocol/mod.ts";
import type {
  StrangerAnswer,
  StrangerAsk,
  StrangerAskName,
  StrangerAsks,
  StrangerNews,
  StrangerQuestion,
} from "./messages.ts";

/** What one connection has of it. */
export interface Strangers {
  /** @throws {ParleyError} the hub's reason. */
  ask<N extends StrangerAskName>(
    ask: { name: N } & StrangerAsks[N]["takes"],
  ): Promise<StrangerAsks[N]["gives"]>;
  /** The connection is gone. */
  close(): void;
}

type ToHub =
  | { op: "stranger"; question: StrangerQuestion }
  | { op: "stranger-gone"; connection: number };

interface Pending {
  resolve(result: unknown): void;
  reject(error: ParleyError): void;
}

export class StrangerLine {
  readonly #post: (message: ToHub) => void;
  /** Those of whom the hub knows. */
  readonly #tell = new Map<number, (frame: ServerFrame) => void>();
  readonly #pending = new Map<number, Pending>();
  #inbox: StrangerNews[] = [];
  #lastConnection = 0;
  #lastRef = 0;

  constructor(post: (message: ToHub) => void) {
    this.#post = post;
  }

  /** @param tell sends a frame to the connection. */
  connect(account: string, tell: (frame: ServerFrame) => void): Strangers {
    const connection = ++this.#lastConnection;
    let closed = false;
    return {
      ask: (ask) => {
        // Else the hub would have somebody for ever of whom nobody says that they are gone.
        if (closed) throw new ParleyError("conflict", "The connection is closed.");
        this.#tell.set(connection, tell);
        const ref = ++this.#lastRef;
        this.#post({
          op: "stranger",
          question: { connection, ref, account, ask: ask as StrangerAsk },
        });
        return new Promise((resolve, reject) => {
          this.#pending.set(ref, { resolve: resolve as Pending["resolve"], reject });
        });
      },
      close: () => {
        closed = true;
        if (this.#tell.delete(connection)) this.#post({ op: "stranger-gone", connection });
      },
    };
  }

  receive(news: StrangerNews): void {
    if (this.#inbox.push(news) === 1) setImmediate(() => this.#deliver());
  }

  /**
   * An answer becomes a frame only after those who wait for it had their turn. So whatever the hub said
   * to the same connection after it waits for the next turn.
   */
  #deliver(): void {
    const answered = new Set<number>();
    for (const [index, news] of this.#inbox.entries()) {
      if ("answer" in news) {
        answered.add(news.connection);
        this.#settle(news.ref, news.answer);
      } else if (answered.has(news.connection)) {
        this.#inbox.splice(0, index);
        setImmediate(() => this.#deliver());
        return;
      } else {
        this.#tell.get(news.connection)?.(news.frame);
      }
    }
    this.#inbox = [];
  }

  #settle(ref: number, answer: StrangerAnswer): void {
    const pending = this.#pending.get(ref);
    this.#pending.delete(ref);
    if (answer.ok) pending?.resolve(answer.result);
    else pending?.reject(new ParleyError(answer.code, answer.message));
  }
}
