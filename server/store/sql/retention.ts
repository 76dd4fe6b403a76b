/**
 * Erases messages that are older than their rooms keep them, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { limits } from "../../../shared/limits.ts";
import { isDamage } from "./damage.ts";
import type { Handlers, Outcomes } from "../writes/writes.ts";
import type { Events } from "./events.ts";
import type { Transaction } from "./transaction.ts";

const DAY = 24 * 3600 * 1000;

interface Limited {
  id: string;
  retention: number;
  /** `seq` up to which there is nothing left to erase. */
  erased: number;
}

interface Next {
  seq: number;
  at: number;
  kind: string;
  text: string | null;
}

export class RetentionWriter {
  readonly handlers: Handlers<"expire-messages"> = {
    "expire-messages": () => this.expireMore(),
  };
  readonly #limited;
  readonly #next;
  readonly #move;

  constructor(
    database: Database,
    private readonly transaction: Transaction,
    private readonly events: Events,
  ) {
    this.#limited = database.prepare(
      "SELECT id, retention, erased FROM room WHERE retention > 0 AND erased < head ORDER BY id",
    );
    this.#next = database.prepare(
      "SELECT seq, at, kind, text FROM event WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?",
    );
    this.#move = database.prepare("UPDATE room SET erased = ? WHERE id = ?");
  }

  /** A part of them at a time: what people write has to go on. */
  *expireMore(): Steps<Outcomes["expire-messages"]> {
    let left: number = limits.erasedMessages;
    for (const { id, retention, erased } of (yield* this.#limited.all()) as unknown as Limited[]) {
      const before = this.transaction.now - retention * DAY;
      const next = yield* this.#read(id, erased, left);
      const young = next.findIndex(({ at }) => at >= before);
      const old = young < 0 ? next : next.slice(0, young);
      for (const { seq, kind, text } of old) {
        // Without a text it was deleted before.
        if (kind === "message" && text !== "") yield* this.events.expire(id, seq);
      }
      if (old.length > 0) yield* this.#move.run(old[old.length - 1].seq, id);
      left -= old.length;
      if (left <= 0) return { more: true };
    }
    return { more: false };
  }

  /** Nothing of a room that is damaged there: the others are not to wait for its repair. */
  *#read(room: string, after: number, count: number): Steps<Next[]> {
    try {
      return (yield* this.#next.all(room, after, count)) as unknown as Next[];
    } catch (error) {
      if (!isDamage(error)) throw error;
      return [];
    }
  }
}
