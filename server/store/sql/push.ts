/**
 * Writes about Web Push, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import type { PushWrites } from "../writes/push.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Transaction } from "./transaction.ts";

export class PushWriter {
  readonly handlers: Handlers<keyof PushWrites> = {
    "subscribe-push": (write) => this.subscribe(write),
    "unsubscribe-push": (write) => this.unsubscribe(write),
    "claim-push": (write) => this.claim(write),
    "note-push": (write) => this.note(write),
  };
  readonly #isOf;
  readonly #insert;
  readonly #delete;
  readonly #begin;
  readonly #cursor;
  readonly #move;
  readonly #drop;
  readonly #succeeded;
  readonly #failed;

  constructor(database: Database, private readonly transaction: Transaction) {
    this.#isOf = database.prepare("SELECT 1 FROM session WHERE token_hash = ? AND account = ?");
    this.#insert = database.prepare(
      `INSERT INTO push_subscription (session, account, endpoint, p256dh, auth, created_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#delete = database.prepare("DELETE FROM push_subscription WHERE session = ?");
    this.#begin = database.prepare(
      "INSERT INTO push_cursor (room, seq) VALUES (?, 0) ON CONFLICT DO NOTHING",
    );
    this.#cursor = database.prepare(
      `SELECT seq FROM push_cursor WHERE room = ? ${database.lock}`,
    );
    this.#move = database.prepare("UPDATE push_cursor SET seq = ?2 WHERE room = ?1 AND seq < ?2");
    this.#drop = database.prepare("DELETE FROM push_subscription WHERE endpoint = ?");
    this.#succeeded = database.prepare(
      "UPDATE push_subscription SET failures = 0 WHERE endpoint = ?",
    );
    this.#failed = database.prepare(
      "UPDATE push_subscription SET failures = failures + 1 WHERE endpoint = ? RETURNING failures",
    );
  }

  *subscribe(write: WriteOf<"subscribe-push">): Steps<Outcomes["subscribe-push"]> {
    const { account, session, endpoint, p256dh, auth } = write;
    if (!(yield* this.#isOf.get(session, account))) {
      throw new ParleyError("not-signed-in", "This session has ended. Log in again.");
    }
    // A browser has one endpoint, whoever is signed in there.
    yield* this.#delete.run(session);
    yield* this.#drop.run(endpoint);
    yield* this.#insert.run(session, account, endpoint, p256dh, auth, this.transaction.now);
    return {};
  }

  *unsubscribe({ session }: WriteOf<"unsubscribe-push">): Steps<Outcomes["unsubscribe-push"]> {
    yield* this.#delete.run(session);
    return {};
  }

  *claim({ room, upTo }: WriteOf<"claim-push">): Steps<Outcomes["claim-push"]> {
    yield* this.#begin.run(room);
    const { seq } = (yield* this.#cursor.get(room)) as { seq: number };
    yield* this.#move.run(room, upTo);
    return { after: seq };
  }

  *note({ endpoint, result }: WriteOf<"note-push">): Steps<Outcomes["note-push"]> {
    if (result === "ok") yield* this.#succeeded.run(endpoint);
    const failed = result === "failed"
      ? (yield* this.#failed.get(endpoint)) as { failures: number } | undefined
      : undefined;
    if (result === "gone" || (failed && failed.failures >= limits.pushFailures)) {
      yield* this.#drop.run(endpoint);
    }
    return {};
  }
}
