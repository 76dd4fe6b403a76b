/**
 * The log as the rest of the server sees it: what can be written, and what can be read.
 *
 * Two interfaces with one implementation for each database. The store worker is the only one that has a
 * {@linkcode Log}; it writes in batches. Every gateway has a {@linkcode Reader} of its own.
 *
 * What an implementation must keep:
 * - `seq` of a room is 1, 2, 3 … without a hole, given out in the transaction that commits the event.
 * - An append whose (author, request id) is in the log already changes nothing and gives the first
 *   one's `seq` back.
 * - When `commit` resolves, everything that it reports as done is on disk.
 * @module
 */
import type { ErrorCode } from "../../shared/errors.ts";
import type { ListedRoom, LogEvent, Person, Room } from "../../shared/protocol/mod.ts";
import type { ParsedName } from "../../shared/names.ts";

/** A message to append. */
export interface Append {
  kind: "append";
  author: Person;
  room: string;
  /** The id that the author's client made: a retry carries the same. */
  requestId: string;
  text: string;
  action?: boolean;
}

/** Enter the public room `name`, made if there is none and `create` allows it. */
export interface JoinRoom {
  kind: "join";
  person: Person;
  name: ParsedName;
  create: boolean;
}

export interface LeaveRoom {
  kind: "leave";
  person: Person;
  room: string;
}

/** Find or make the direct room of exactly these accounts. */
export interface OpenDirect {
  kind: "direct";
  person: Person;
  /** Ids of all members, the maker's included. */
  members: string[];
}

export interface NewSession {
  /** SHA-256 of the token: the token itself is nowhere on the server. */
  tokenHash: string;
  expiresAt: number;
}

/** Make an account, enter the lobby and open a session for it. */
export interface Register {
  kind: "register";
  name: ParsedName;
  /** PHC string; undefined for a guest. */
  passwordHash?: string;
  /** SHA-256 of the invitation's code, where one is required. */
  invitationHash?: string;
  session: NewSession;
}

export interface OpenSession {
  kind: "open-session";
  account: string;
  session: NewSession;
}

/** End a session. A guest's end releases its name too. */
export interface EndSession {
  kind: "end-session";
  tokenHash: string;
}

/** A guest is gone: leave its rooms, free its name, end its sessions. */
export interface ReleaseGuest {
  kind: "release-guest";
  account: string;
}

export interface Invite {
  kind: "invite";
  codeHash: string;
  uses: number;
  expiresAt: number;
}

/** What the store can be asked to write, and what it answers for each. */
export interface Outcomes {
  "append": { room: string; seq: number; at: number };
  "join": { room: Room; created: boolean };
  "leave": { room: string };
  "direct": { room: Room };
  "register": { person: Person };
  "open-session": Record<string, never>;
  "end-session": Record<string, never>;
  "release-guest": Record<string, never>;
  "invite": Record<string, never>;
}

export type Write =
  | Append
  | JoinRoom
  | LeaveRoom
  | OpenDirect
  | Register
  | OpenSession
  | EndSession
  | ReleaseGuest
  | Invite;

/** A write's answer: its outcome, or why it was refused. A refused write leaves no trace. */
export type WriteAnswer =
  | { ok: true; outcome: Outcomes[Write["kind"]] }
  | { ok: false; code: ErrorCode; message: string };

/** An account became a member of a room, or is no longer one. */
export interface MembershipChange {
  account: string;
  room: string;
  member: boolean;
}

/** Everything that one transaction did. */
export interface Commit {
  /** One for each write, in the same order. */
  answers: WriteAnswer[];
  /** The new events, those of a room in order of `seq`. */
  events: LogEvent[];
  memberships: MembershipChange[];
  /** Token hashes of the sessions that ended. */
  endedSessions: string[];
}

/** The writing side. */
export interface Log {
  /**
   * Carries out writes in one transaction.
   *
   * @throws if the transaction could not be committed: then none of the writes took place, and after
   * that nothing more may be acknowledged before a restart.
   */
  commit(writes: readonly Write[], now: number): Promise<Commit>;
  /** Guests whose name is not released yet. */
  guests(): Promise<string[]>;
  close(): Promise<void>;
}

export interface StoredAccount {
  person: Person;
  passwordHash?: string;
}

export interface StoredSession {
  person: Person;
  expiresAt: number;
}

/** A range of a room's log: after < seq ≤ upTo. */
export interface Range {
  after: number;
  upTo: number;
}

/** How much of a range to read: events, bytes of their JSON (at least one event comes), from which end. */
export interface RangeLimit {
  events: number;
  bytes: number;
  newestFirst?: boolean;
}

/** The reading side. It sees everything that is committed, and nothing else. */
export interface Reader {
  /** Events in order of `seq`, whichever end the limit kept. */
  range(room: string, range: Range, limit: RangeLimit): Promise<LogEvent[]>;
  /** `seq` of the newest event; 0 for an empty or unknown room. */
  head(room: string): Promise<number>;
  session(tokenHash: string): Promise<StoredSession | undefined>;
  account(nameKey: string): Promise<StoredAccount | undefined>;
  /** Names that a person could have meant: those in the asker's reach. */
  accountNames(): Promise<string[]>;
  roomsOf(account: string): Promise<Room[]>;
  /** Ids of the rooms of an account. */
  roomIdsOf(account: string): Promise<string[]>;
  /** A room by id or name key, as this account sees it; its membership beside it. */
  room(ref: string, account: string): Promise<{ room: Room; member: boolean } | undefined>;
  listedRooms(account: string): Promise<ListedRoom[]>;
  /** Ids of a room's members. */
  members(room: string): Promise<string[]>;
  close(): void;
}
