/**
 * The log in SQLite: group commit of everything that waits, in one transaction.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import type { Commit, Log, Outcomes, Write, WriteAnswer, WriteKind } from "../log.ts";
import type { Handlers } from "../writes/writes.ts";
import { AccountWriter } from "./accounts.ts";
import { Administrators } from "./administrators.ts";
import { Audit } from "./audit.ts";
import { openForWriting, type WritableDatabase } from "./connection.ts";
import { DeletionWriter } from "./deletion.ts";
import { Events } from "./events.ts";
import { HookWriter } from "./hooks.ts";
import { InvitationWriter } from "./invitations.ts";
import { Members } from "./members.ts";
import { MessageChangeWriter } from "./message_changes.ts";
import { MessageWriter } from "./messages.ts";
import { ModerationWriter } from "./moderation.ts";
import { Names } from "./names.ts";
import { ProfileWriter } from "./profiles.ts";
import { ReadMarkers } from "./read_markers.ts";
import { ReportWriter } from "./reports.ts";
import { Restrictions } from "./restrictions.ts";
import { RetentionWriter } from "./retention.ts";
import { Roles } from "./roles.ts";
import { RoomRules } from "./room_rules.ts";
import { RoomSettings } from "./room_settings.ts";
import { RoomWriter } from "./rooms.ts";
import { Sessions } from "./sessions.ts";
import { SuspensionWriter } from "./suspensions.ts";
import { toStorageError } from "./storage_error.ts";
import { StrangerWriter } from "./strangers.ts";
import { Transaction } from "./transaction.ts";

export class SqliteLog implements Log {
  readonly #opened: WritableDatabase;
  readonly #database: DatabaseSync;
  // Prepared: what `exec` throws has no code.
  readonly #begin;
  readonly #commit;
  readonly #rollback;
  readonly #transaction = new Transaction();
  readonly #events: Events;
  readonly #accounts: AccountWriter;
  readonly #deletion: DeletionWriter;
  readonly #strangers: StrangerWriter;
  readonly #handlers: Handlers<WriteKind>;

  /**
   * Opens the folder's log; see {@linkcode openForWriting} for what can go wrong.
   *
   * @param owner key of the name whose account administers the server; without it, the first account does.
   */
  constructor(folder: string, now: number, owner?: string) {
    this.#opened = openForWriting(folder);
    const database = this.#database = this.#opened.database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#rollback = database.prepare("ROLLBACK");
    const transaction = this.#transaction;
    const events = this.#events = new Events(database, transaction);
    const members = new Members(database, transaction);
    const rules = new RoomRules(database, transaction);
    const restrictions = new Restrictions(database, transaction);
    const audit = new Audit(database, transaction);
    const roles = new Roles(database, events, members, audit);
    const rooms = new RoomWriter(database, transaction, events, members, roles, restrictions);
    const settings = new RoomSettings(database, events, rooms, rules, audit);
    const markers = new ReadMarkers(database, transaction, events, rooms);
    const invitations = new InvitationWriter(
      database,
      transaction,
      members,
      rooms,
      restrictions,
      audit,
    );
    const messages = new MessageWriter(database, transaction, events, members, rules, rooms);
    const changes = new MessageChangeWriter(
      database,
      transaction,
      events,
      members,
      rules,
      audit,
    );
    const administrators = new Administrators(database, transaction, audit, owner);
    const names = new Names(database);
    const sessions = new Sessions(database, transaction, restrictions);
    this.#accounts = new AccountWriter(
      database,
      transaction,
      rooms,
      restrictions,
      administrators,
      names,
      sessions,
    );
    const profiles = new ProfileWriter(database, transaction, members, names, sessions);
    this.#deletion = new DeletionWriter(
      database,
      transaction,
      events,
      members,
      rooms,
      names,
      sessions,
      administrators,
    );
    const hooks = new HookWriter(database, transaction, events, audit);
    const moderation = new ModerationWriter(
      database,
      transaction,
      events,
      members,
      rules,
      restrictions,
      audit,
    );
    const reports = new ReportWriter(database, transaction, audit);
    const suspensions = new SuspensionWriter(
      transaction,
      this.#accounts,
      sessions,
      administrators,
      restrictions,
      audit,
    );
    this.#strangers = new StrangerWriter(database);
    const retention = new RetentionWriter(database, transaction, events);
    this.#handlers = {
      ...this.#strangers.handlers,
      ...messages.handlers,
      ...changes.handlers,
      ...rooms.handlers,
      ...roles.handlers,
      ...settings.handlers,
      ...markers.handlers,
      ...invitations.handlers,
      ...hooks.handlers,
      ...this.#accounts.handlers,
      ...sessions.handlers,
      ...profiles.handlers,
      ...this.#deletion.handlers,
      ...administrators.handlers,
      ...moderation.handlers,
      ...reports.handlers,
      ...suspensions.handlers,
      ...retention.handlers,
    };
    rooms.ensureLobby(now);
    administrators.ensureOwner(now);
  }

  // deno-lint-ignore require-await -- async for the sake of databases behind a network
  async commit(writes: readonly Write[], now: number): Promise<Commit> {
    this.#transaction.begin(now);
    this.#events.begin();
    const start = this.#transaction.mark();
    try {
      const answers = this.#inTransaction(() => {
        const answers = writes.map((write) => this.#answer(write));
        this.#events.end();
        return answers;
      });
      return { answers, ...this.#transaction.done };
    } catch (error) {
      this.#transaction.undo(start);
      throw error;
    }
  }

  // deno-lint-ignore require-await -- as above
  async probe(): Promise<void> {
    const { user_version: version } = this.#database.prepare("PRAGMA user_version").get()!;
    // Says nothing new, and yet goes the whole way to the disk.
    const write = this.#database.prepare(`PRAGMA user_version = ${version}`);
    this.#inTransaction(() => write.run());
  }

  // deno-lint-ignore require-await -- as above
  async guests(): Promise<string[]> {
    return this.#accounts.guests().map((guest) => guest.id);
  }

  // deno-lint-ignore require-await -- as above
  async erasures(): Promise<string[]> {
    return this.#deletion.erasures();
  }

  // deno-lint-ignore require-await -- as above
  async strangerBlocks(): Promise<[account: string, blocked: string][]> {
    return this.#strangers.blocks();
  }

  // deno-lint-ignore require-await -- as above
  async close(): Promise<void> {
    this.#opened.close();
  }

  /** @throws {StorageError} if the storage fails; what `run` throws otherwise. */
  #inTransaction<T>(run: () => T): T {
    try {
      this.#begin.run();
      const result = run();
      this.#commit.run();
      return result;
    } catch (error) {
      const failure = toStorageError(error);
      try {
        // SQLite has done so by itself after some failures.
        if (this.#database.isTransaction) this.#rollback.run();
      } catch (error) {
        throw toStorageError(error) ?? error;
      }
      throw failure ?? error;
    }
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
      // With anything else, the whole transaction is rolled back.
      if (error instanceof ParleyError) {
        this.#database.exec("ROLLBACK TO one; RELEASE one");
        this.#transaction.undo(mark);
      }
      throw error;
    }
  }
}
