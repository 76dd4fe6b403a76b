/**
 * The log in SQLite: group commit of everything that waits, in one transaction.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import type { Commit, Log, Outcomes, Write, WriteAnswer, WriteKind } from "../log.ts";
import type { Handlers } from "../writes/writes.ts";
import { AccountWriter } from "./accounts.ts";
import { openForWriting, type WritableDatabase } from "./connection.ts";
import { Events } from "./events.ts";
import { Members } from "./members.ts";
import { MessageWriter } from "./messages.ts";
import { RoomRules } from "./room_rules.ts";
import { RoomWriter } from "./rooms.ts";
import { Transaction } from "./transaction.ts";

export class SqliteLog implements Log {
  readonly #opened: WritableDatabase;
  readonly #database: DatabaseSync;
  readonly #transaction = new Transaction();
  readonly #events: Events;
  readonly #accounts: AccountWriter;
  readonly #handlers: Handlers<WriteKind>;

  /** Opens the folder's log; see {@linkcode openForWriting} for what can go wrong. */
  constructor(folder: string, now: number) {
    this.#opened = openForWriting(folder);
    const database = this.#database = this.#opened.database;
    const transaction = this.#transaction;
    const events = this.#events = new Events(database, transaction);
    const members = new Members(database, transaction);
    const rules = new RoomRules(database, transaction);
    const messages = new MessageWriter(database, transaction, events, members, rules);
    const rooms = new RoomWriter(database, transaction, events, members);
    this.#accounts = new AccountWriter(database, transaction, rooms);
    this.#handlers = {
      ...messages.handlers,
      ...rooms.handlers,
      ...this.#accounts.handlers,
    };
    rooms.ensureLobby(now);
  }

  // deno-lint-ignore require-await -- async for the sake of databases behind a network
  async commit(writes: readonly Write[], now: number): Promise<Commit> {
    this.#transaction.begin(now);
    this.#events.begin();
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const answers = writes.map((write) => this.#answer(write));
      this.#events.end();
      this.#database.exec("COMMIT");
      return { answers, ...this.#transaction.done };
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  // deno-lint-ignore require-await -- as above
  async guests(): Promise<string[]> {
    return this.#accounts.guests().map((guest) => guest.id);
  }

  // deno-lint-ignore require-await -- as above
  async close(): Promise<void> {
    this.#opened.close();
  }

  #answer(write: Write): WriteAnswer {
    try {
      // An append is refused before it has written anything; everything else is undone as a whole.
      const outcome = write.kind === "append"
        ? this.#handlers.append(write)
        : this.#undoIfRefused(() => this.#carryOut(write));
      return { ok: true, outcome };
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      return { ok: false, code: error.code, message: error.message };
    }
  }

  #carryOut<K extends WriteKind>(write: Write & { kind: K }): Outcomes[K] {
    const handler = this.#handlers[write.kind as K] as (write: Write) => Outcomes[K];
    return handler(write);
  }

  #undoIfRefused<T>(carryOut: () => T): T {
    const mark = this.#transaction.mark();
    this.#database.exec("SAVEPOINT one");
    try {
      const outcome = carryOut();
      this.#database.exec("RELEASE one");
      return outcome;
    } catch (error) {
      this.#database.exec("ROLLBACK TO one; RELEASE one");
      this.#transaction.undo(mark);
      throw error;
    }
  }
}
