/**
 * The log in SQLite: group commit of everything that waits, in one transaction.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ParleyError } from "../../../shared/errors.ts";
import type { Commit, Log, Outcomes, Write, WriteAnswer } from "../log.ts";
import { AccountWrites } from "./accounts.ts";
import { openForWriting, type WritableDatabase } from "./connection.ts";
import { EventWrites } from "./events.ts";
import { RoomWrites } from "./rooms.ts";

export class SqliteLog implements Log {
  readonly #opened: WritableDatabase;
  readonly #database: DatabaseSync;
  readonly #accounts: AccountWrites;
  readonly #events: EventWrites;
  readonly #rooms: RoomWrites;
  #endedSessions: string[] = [];

  /** Opens the folder's log; see {@linkcode openForWriting} for what can go wrong. */
  constructor(folder: string, now: number) {
    this.#opened = openForWriting(folder);
    this.#database = this.#opened.database;
    this.#accounts = new AccountWrites(this.#database);
    this.#events = new EventWrites(this.#database);
    this.#rooms = new RoomWrites(this.#database, this.#events);
    this.#rooms.ensureLobby(now);
  }

  // deno-lint-ignore require-await -- async for the sake of databases behind a network
  async commit(writes: readonly Write[], now: number): Promise<Commit> {
    this.#events.begin();
    this.#rooms.begin();
    this.#endedSessions = [];
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const answers = writes.map((write) => this.#answer(write, now));
      this.#events.end();
      this.#database.exec("COMMIT");
      return {
        answers,
        events: this.#events.appended,
        memberships: this.#rooms.changes,
        endedSessions: this.#endedSessions,
      };
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

  #answer(write: Write, now: number): WriteAnswer {
    try {
      // An append is refused before it has written anything; everything else is undone as a whole.
      if (write.kind === "append") return { ok: true, outcome: this.#events.append(write, now) };
      return { ok: true, outcome: this.#undoIfRefused(() => this.#carryOut(write, now)) };
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      return { ok: false, code: error.code, message: error.message };
    }
  }

  #undoIfRefused<T>(carryOut: () => T): T {
    const events = this.#events.appended.length;
    const changes = this.#rooms.changes.length;
    this.#database.exec("SAVEPOINT one");
    try {
      const outcome = carryOut();
      this.#database.exec("RELEASE one");
      return outcome;
    } catch (error) {
      this.#database.exec("ROLLBACK TO one; RELEASE one");
      this.#events.rollbackTo(events);
      this.#rooms.changes.splice(changes);
      throw error;
    }
  }

  #carryOut(write: Exclude<Write, { kind: "append" }>, now: number): Outcomes[Write["kind"]] {
    switch (write.kind) {
      case "join":
        return this.#rooms.join(write, now);
      case "leave":
        return this.#rooms.leave(write, now);
      case "direct":
        return this.#rooms.openDirect(write, now);
      case "register": {
        const person = this.#accounts.register(write, now);
        this.#rooms.enterLobby(person, now);
        return { person };
      }
      case "open-session":
        this.#accounts.openSession(write, now);
        return {};
      case "end-session": {
        const person = this.#accounts.endSession(write);
        this.#endedSessions.push(write.tokenHash);
        if (person?.guest) this.#release(person.id, now);
        return {};
      }
      case "release-guest":
        this.#release(write.account, now);
        return {};
      case "invite":
        this.#accounts.invite(write);
        return {};
      default:
        throw new Error(`Unknown write ${(write satisfies never as Write).kind}.`);
    }
  }

  #release(account: string, now: number): void {
    const guest = this.#accounts.guests().find((person) => person.id === account);
    if (!guest) return;
    this.#rooms.leaveAll(guest, now);
    this.#endedSessions.push(...this.#accounts.release(account));
  }
}
