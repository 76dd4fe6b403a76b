/**
 * Reads for Web Push.
 * @module
 */
import type { PushReader, PushSubscription } from "../readers/push.ts";
import type { Database, Steps } from "./database.ts";
import type { Reads } from "./reads.ts";

type SubscriptionRow = Omit<PushSubscription, "createdAt"> & { created_at: number };

export class PushReads implements Reads<PushReader> {
  readonly #subscribers;
  readonly #behind;

  constructor(database: Database) {
    this.#subscribers = database.prepare(
      `SELECT account, endpoint, p256dh, auth, created_at, failures FROM push_subscription
       WHERE account IN (SELECT account FROM member WHERE room = ?) ORDER BY created_at`,
    );
    this.#behind = database.prepare(
      `SELECT id, head FROM room LEFT JOIN push_cursor ON push_cursor.room = id
       WHERE last_at >= ? AND head > coalesce(seq, 0) AND EXISTS (
         SELECT 1 FROM push_subscription AS subscription
         JOIN member ON member.account = subscription.account WHERE member.room = id)`,
    );
  }

  *subscribers(room: string): Steps<PushSubscription[]> {
    const rows = (yield* this.#subscribers.all(room)) as unknown as SubscriptionRow[];
    return rows.map(({ created_at: createdAt, ...rest }) => ({ ...rest, createdAt }));
  }

  *behind(since: number): Steps<[room: string, head: number][]> {
    const rows = (yield* this.#behind.all(since)) as unknown as { id: string; head: number }[];
    return rows.map(({ id, head }) => [id, head]);
  }
}
