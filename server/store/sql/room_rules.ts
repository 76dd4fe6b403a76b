/**
 * What a room's settings say about who may write there now. Where the store is the only writer, it
 * remembers them.
 * @module
 */
import { answered, type Database, type Steps } from "./database.ts";
import type { SendingRules } from "../../chat/sending.ts";
import type { Transaction } from "./transaction.ts";

/** Rooms that are remembered at once. */
const CAPACITY = 10_000;
/** So many messages tell who wrote last in a room with slow mode, where nothing is remembered. */
const NEWEST = 1_000;

export class RoomRules {
  readonly #known = new Map<string, SendingRules>();
  /** By room, kept when the rest is forgotten: nobody writes sooner because something else changed. */
  readonly #lastSends = new Map<string, Map<string, number>>();
  readonly #room;
  readonly #mutes;
  readonly #newest;
  readonly #shared;

  constructor(database: Database, transaction: Transaction) {
    this.#shared = database.shared;
    this.#newest = database.prepare(
      `SELECT author, at FROM event WHERE room = ? AND kind = 'message'
       ORDER BY seq DESC LIMIT ${NEWEST}`,
    );
    transaction.onUndo(() => this.#known.clear());
    this.#room = database.prepare("SELECT archived, slow_mode FROM room WHERE id = ?");
    this.#mutes = database.prepare(
      "SELECT account, until FROM restriction WHERE room = ? AND kind = 'mute'",
    );
  }

  /** Another transaction starts. */
  begin(): void {
    if (!this.#shared) return;
    this.#known.clear();
    this.#lastSends.clear();
  }

  /** Undefined if there is no such room. */
  of(room: string): Steps<SendingRules | undefined> {
    const known = this.#known.get(room);
    return known ? answered(known) : this.#lookUp(room);
  }

  *#lookUp(room: string): Steps<SendingRules | undefined> {
    const row = (yield* this.#room.get(room)) as
      | { archived: number; slow_mode: number }
      | undefined;
    if (!row) return undefined;
    const mutes = (yield* this.#mutes.all(room)) as { account: string; until: number | null }[];
    const rules: SendingRules = {
      archived: row.archived === 1,
      slowMode: row.slow_mode,
      mutedUntil: new Map(mutes.map(({ account, until }) => [account, until ?? Infinity])),
      lastSend: this.#lastSends.get(room) ?? new Map(),
    };
    if (this.#shared && rules.slowMode > 0) {
      const newest = (yield* this.#newest.all(room)) as { author: string; at: number }[];
      for (const { author, at } of newest.reverse()) rules.lastSend.set(author, at);
    }
    if (rules.slowMode > 0) this.#lastSends.set(room, rules.lastSend);
    else this.#lastSends.delete(room);
    if (this.#known.size >= CAPACITY) this.#known.clear();
    this.#known.set(room, rules);
    return rules;
  }

  /** Notes when somebody wrote, for slow mode. */
  noteSend(rules: SendingRules, account: string, now: number): void {
    if (rules.slowMode > 0) rules.lastSend.set(account, now);
  }

  /** The room's settings, or somebody's restrictions there, changed. */
  forget(room: string): void {
    this.#known.delete(room);
  }
}
