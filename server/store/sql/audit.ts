/**
 * Writes the audit log, in the transaction of what it tells of.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import type { Transaction } from "./transaction.ts";

/** What somebody with power did. */
export interface Deed {
  /** Account; undefined for the server itself. */
  actor?: string;
  /** A command's type. */
  action: string;
  room?: string;
  /** The account that it was done to. */
  person?: string;
  detail?: string;
}

export class Audit {
  readonly #transaction: Transaction;
  readonly #insert;

  constructor(database: Database, transaction: Transaction) {
    this.#transaction = transaction;
    this.#insert = database.prepare(
      "INSERT INTO audit (at, actor, action, room, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
    );
  }

  *note({ actor, action, room, person, detail }: Deed): Steps<void> {
    yield* this.#insert.run(
      this.#transaction.now,
      actor ?? null,
      action,
      room ?? null,
      person ?? null,
      detail ?? null,
    );
  }
}
