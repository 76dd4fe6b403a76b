/**
 * Who is in which room, inside the log's transaction.
 * @module
 */
import { answered, type Database, type Steps } from "./database.ts";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import type { Removal, Role } from "../../../shared/protocol/mod.ts";
import type { Transaction } from "./transaction.ts";

/** Messages that somebody wrote one behind the other, none of anybody else between them. */
interface OwnRun {
  room: string;
  account: string;
  /** How many messages the room had before them, and has with them. */
  from: number;
  to: number;
  /** `seq` of the last. */
  seq: number;
}

function keyOf(room: string, account: string): string {
  return `${room} ${account}`;
}

export class Members {
  /** By room and account: what was looked up since the last write that isn't a message. */
  readonly #roles = new Map<string, Role | undefined>();
  /** By room and account: the first run of each, which their read marker may have to follow. */
  readonly #ownRuns = new Map<string, OwnRun>();
  readonly #transaction: Transaction;
  readonly #role;
  readonly #insert;
  readonly #delete;
  readonly #setRole;
  readonly #readOwn;
  /** Where a statement is a journey: all at once. */
  readonly #rolesOf;
  readonly #readAllOwn;
  readonly #count;
  readonly #roomsOf;

  constructor(database: Database, transaction: Transaction) {
    this.#transaction = transaction;
    transaction.onUndo(() => this.forget());
    this.#role = database.prepare("SELECT role FROM member WHERE room = ? AND account = ?");
    this.#insert = database.prepare(
      `INSERT INTO member (room, account, joined_at, role, read_seq, read_messages)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#delete = database.prepare("DELETE FROM member WHERE room = ? AND account = ?");
    this.#setRole = database.prepare("UPDATE member SET role = ? WHERE room = ? AND account = ?");
    this.#readOwn = database.prepare(
      `UPDATE member SET read_seq = ?3, read_messages = ?4
       WHERE room = ?1 AND account = ?2 AND read_messages = ?5`,
    );
    this.#rolesOf = !database.shared ? undefined : database.prepare(
      `SELECT room, account, role
       FROM member JOIN unnest(?::text[], ?::text[]) AS asked (room, account) USING (room, account)`,
    );
    this.#readAllOwn = !database.shared ? undefined : database.prepare(
      `UPDATE member SET read_seq = own.seq, read_messages = own.upto
       FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
         AS own (room, account, seq, upto, behind)
       WHERE member.room = own.room AND member.account = own.account
         AND member.read_messages = own.behind`,
    );
    this.#count = database.prepare("SELECT count(*) AS n FROM member WHERE account = ?");
    this.#roomsOf = database.prepare("SELECT room FROM member WHERE account = ? ORDER BY room");
  }

  /** What the account is in the room; undefined if it is not a member. */
  role(room: string, account: string): Steps<Role | undefined> {
    const key = keyOf(room, account);
    const known = this.#roles.get(key);
    return known || this.#roles.has(key) ? answered(known) : this.#lookUp(key, room, account);
  }

  *#lookUp(key: string, room: string, account: string): Steps<Role | undefined> {
    const { role } = ((yield* this.#role.get(room, account)) ?? {}) as { role?: Role };
    this.#roles.set(key, role);
    return role;
  }

  /** Looks up at once, where that is worth it, what {@linkcode role} will be asked for. */
  *expect(asked: readonly (readonly [room: string, account: string])[]): Steps<void> {
    if (!this.#rolesOf) return;
    for (const [room, account] of asked) this.#roles.set(keyOf(room, account), undefined);
    const rows = yield* this.#rolesOf.all(
      asked.map(([room]) => room),
      asked.map(([, account]) => account),
    );
    for (const { room, account, role } of rows as { room: string; account: string; role: Role }[]) {
      this.#roles.set(keyOf(room, account), role);
    }
  }

  /** Those of these accounts that are members; undefined if none is. */
  *among(room: string, accounts: readonly string[] = []): Steps<string[] | undefined> {
    const members: string[] = [];
    for (const account of accounts) if (yield* this.role(room, account)) members.push(account);
    return members.length > 0 ? members : undefined;
  }

  /** Ids of the account's rooms. */
  *roomsOf(account: string): Steps<string[]> {
    return ((yield* this.#roomsOf.all(account)) as { room: string }[]).map((row) => row.room);
  }

  /** @throws {ParleyError} `conflict` if the account is in as many rooms as it may. */
  *hasSpace(account: string, oneself: boolean): Steps<void> {
    const { n } = (yield* this.#count.get(account)) as { n: number };
    if (n < limits.roomsPerAccount) return;
    throw new ParleyError(
      "conflict",
      oneself
        ? `You are in ${n} rooms, which is the most. Leave one first.`
        : "Somebody of these people is in too many rooms already.",
    );
  }

  /** @param read where its read marker starts. @param messages how many messages there are up to that. */
  *add(room: string, account: string, role: Role, read: number, messages: number): Steps<void> {
    yield* this.#insert.run(room, account, this.#transaction.now, role, read, messages);
    this.#roles.delete(keyOf(room, account));
    this.#transaction.done.memberships.push({ room, account, member: true });
  }

  *setRole(room: string, account: string, role: Role): Steps<void> {
    yield* this.#setRole.run(role, room, account);
    this.#roles.delete(keyOf(room, account));
  }

  /**
   * Whoever had no message unread has read what they wrote themselves: with {@linkcode settle}, once for
   * many messages.
   *
   * @param messages the room's, with theirs at `seq`.
   */
  readOwn(room: string, account: string, seq: number, messages: number): void {
    const key = keyOf(room, account);
    const run = this.#ownRuns.get(key);
    if (!run) {
      this.#ownRuns.set(key, { room, account, from: messages - 1, to: messages, seq });
    } else if (run.to === messages - 1) {
      run.to = messages;
      run.seq = seq;
    }
    // Behind somebody else's message it has one unread, whatever it had before.
  }

  /** Writes down what messages left to do: call before any other write, and before the commit. */
  *settle(): Steps<void> {
    const runs = [...this.#ownRuns.values()];
    this.forget();
    if (this.#readAllOwn && runs.length > 1) {
      yield* this.#readAllOwn.run(
        runs.map(({ room }) => room),
        runs.map(({ account }) => account),
        runs.map(({ seq }) => seq),
        runs.map(({ to }) => to),
        runs.map(({ from }) => from),
      );
      return;
    }
    for (const { room, account, from, to, seq } of runs) {
      yield* this.#readOwn.run(room, account, seq, to, from);
    }
  }

  /** Forgets what it remembers of a transaction. */
  forget(): void {
    this.#roles.clear();
    this.#ownRuns.clear();
  }

  /**
   * @param removed who put it out; undefined: it leaves by itself.
   * @returns false if it was none.
   */
  *remove(room: string, account: string, removed?: Removal): Steps<boolean> {
    this.#roles.delete(keyOf(room, account));
    if (Number((yield* this.#delete.run(room, account)).changes) === 0) return false;
    this.#transaction.done.memberships.push({
      room,
      account,
      member: false,
      ...removed && { removed },
    });
    return true;
  }
}
