/**
 * What somebody may not do in a room or on the server, inside the log's transaction: bans, mutes, and the
 * addresses of banned guests. Whatever has run out counts for nothing.
 * @module
 */
import { createHmac } from "node:crypto";
import type { Database, Steps } from "./database.ts";
import type { ParleyError } from "../../../shared/errors.ts";
import { bannedFromRoom, type Barrier, suspended } from "../../chat/moderation.ts";
import type { NetworkBan } from "../writes/moderation.ts";
import type { Transaction } from "./transaction.ts";

/** Stands for the whole server where a room's id is asked for. */
export const SERVER = "";

export type RestrictionKind = "ban" | "mute";

export interface Restriction {
  by: string;
  /** Milliseconds since 1970; undefined: for ever. */
  until?: number;
  reason?: string;
}

export class Restrictions {
  readonly #transaction: Transaction;
  readonly #readKey;
  #key: Uint8Array = new Uint8Array();
  /** Networks of the guests that are here, in memory alone. */
  readonly #networks = new Map<string, string>();
  readonly #find;
  readonly #set;
  readonly #lift;
  readonly #dropExpired;
  readonly #findAddress;
  readonly #setAddress;
  readonly #liftAddress;
  readonly #dropExpiredAddresses;

  constructor(database: Database, transaction: Transaction) {
    this.#transaction = transaction;
    this.#readKey = database.prepare("SELECT key FROM address_key");
    this.#find = database.prepare(
      `SELECT until, reason FROM restriction
       WHERE room = ? AND account = ? AND kind = ? AND (until IS NULL OR until > ?)`,
    );
    this.#set = database.prepare(
      `INSERT INTO restriction (room, account, kind, by_account, at, until, reason)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (room, account, kind) DO UPDATE SET by_account = excluded.by_account,
         at = excluded.at, until = excluded.until, reason = excluded.reason`,
    );
    this.#lift = database.prepare(
      `DELETE FROM restriction WHERE room = ?1 AND account = ?2 AND kind = ?3
       RETURNING until IS NULL OR until > ?4 AS in_force`,
    );
    this.#dropExpired = database.prepare("DELETE FROM restriction WHERE room = ? AND until <= ?");
    this.#findAddress = database.prepare(
      `SELECT max(until) AS until FROM address_ban
       WHERE room = ? AND address_hash = ? AND until > ?`,
    );
    this.#setAddress = database.prepare(
      `INSERT INTO address_ban (room, address_hash, account, until)
       VALUES (?, ?, ?, ?)
       ON CONFLICT (room, address_hash, account) DO UPDATE SET until = excluded.until`,
    );
    this.#liftAddress = database.prepare("DELETE FROM address_ban WHERE room = ? AND account = ?");
    this.#dropExpiredAddresses = database.prepare(
      "DELETE FROM address_ban WHERE room = ? AND until <= ?",
    );
  }

  /** Before anything else. */
  *start(): Steps<void> {
    this.#key = (yield* this.#readKey.get())!.key as Uint8Array;
  }

  /** Why this account may not enter the room (or the {@linkcode SERVER}); undefined if it may. */
  *judgeEntry(room: string, account: string): Steps<ParleyError | undefined> {
    const ban = yield* this.find(room, account, "ban");
    return ban
      ? this.#refusal(room, ban)
      : (yield* this.judgeNetwork(room, this.#networks.get(account)));
  }

  /** The same for somebody of whom the network alone is known. */
  *judgeNetwork(room: string, network: string | undefined): Steps<ParleyError | undefined> {
    if (network === undefined) return undefined;
    const { now } = this.#transaction;
    const { until } = (yield* this.#findAddress.get(room, this.#hash(network), now)) as {
      until: number | null;
    };
    return until === null ? undefined : this.#refusal(room, { until });
  }

  *isBanned(room: string, account: string): Steps<boolean> {
    return (yield* this.find(room, account, "ban")) !== undefined;
  }

  /** The restriction that is in force. */
  *find(room: string, account: string, kind: RestrictionKind): Steps<Barrier | undefined> {
    return (yield* this.#find.get(room, account, kind, this.#transaction.now)) as
      | Barrier
      | undefined;
  }

  /** Restricts an account, in place of what was said before. A guest's ban is its network's too. */
  *set(
    room: string,
    account: string,
    kind: RestrictionKind,
    restriction: Restriction,
  ): Steps<void> {
    const { by, until, reason } = restriction;
    const { now } = this.#transaction;
    yield* this.#dropExpired.run(room, now);
    yield* this.#set.run(room, account, kind, by, now, until ?? null, reason || null);
    if (kind !== "ban" || until === undefined) return;
    const ban = { room, guest: account, until };
    if (!(yield* this.banNetwork(ban))) this.#transaction.done.networkBans.push(ban);
  }

  /** Bans where a guest comes from, while the guest itself is banned. @returns false if it is not known here. */
  *banNetwork({ room, guest, until }: NetworkBan): Steps<boolean> {
    const network = this.#networks.get(guest);
    if (network === undefined) return false;
    if (!(yield* this.isBanned(room, guest))) return true;
    yield* this.#dropExpiredAddresses.run(room, this.#transaction.now);
    yield* this.#setAddress.run(room, this.#hash(network), guest, until);
    return true;
  }

  /** Takes it back. @returns false if there was none in force. */
  *lift(room: string, account: string, kind: RestrictionKind): Steps<boolean> {
    if (kind === "ban") yield* this.#liftAddress.run(room, account);
    const row = yield* this.#lift.get(room, account, kind, this.#transaction.now);
    return Boolean(row?.in_force);
  }

  /** Remembers where a guest comes from, as long as it is here. */
  noteNetwork(guest: string, network: string): void {
    this.#networks.set(guest, network);
  }

  forgetNetwork(guest: string): void {
    this.#networks.delete(guest);
  }

  #refusal(room: string, ban: Barrier): ParleyError {
    const { now } = this.#transaction;
    return room === SERVER ? suspended(ban, now) : bannedFromRoom(ban, now);
  }

  #hash(network: string): string {
    return createHmac("sha256", this.#key).update(network).digest("hex");
  }
}
