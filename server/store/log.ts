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
import type {
  LogEvent,
  MessageEvent,
  Person,
  Removal,
  Role,
  Room,
  ServerFrame,
} from "../../shared/protocol/mod.ts";
import type { Grant } from "../chat/permissions.ts";
import type { MessageReader } from "./readers/messages.ts";
import type { PeopleReader } from "./readers/people.ts";
import type { HookReader } from "./readers/hooks.ts";
import type { PushReader } from "./readers/push.ts";
import type { SearchReader } from "./readers/search.ts";
import type { RoomReader } from "./readers/rooms.ts";
import type { ModerationReader } from "./readers/moderation.ts";
import type { NetworkBan } from "./writes/moderation.ts";
import type { Outcomes, Write, WriteKind } from "./writes/writes.ts";

export type { Outcomes, Write, WriteKind, WriteOf } from "./writes/writes.ts";

/** A write's answer: its outcome, or why it was refused. A refused write leaves no trace. */
export type WriteAnswer =
  | { ok: true; outcome: Outcomes[WriteKind] }
  | { ok: false; code: ErrorCode; message: string; /** Seconds. */ retryAfter?: number };

/** The storage failed: the transaction was not committed, and none of its writes took place. */
export class StorageError extends Error {
  constructor(
    /** What is wrong, for people. */
    message: string,
    /** True: nothing is left half done, and it may be over soon. */
    readonly passing: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An account became a member of a room, or is no longer one. */
export interface MembershipChange {
  account: string;
  room: string;
  member: boolean;
  /** Who put it out; undefined: it left by itself. */
  removed?: Removal;
}

/** What all devices of an account are to be told. */
export interface Notice {
  account: string;
  frame: ServerFrame;
}

/** Somebody is called otherwise now, or has other powers: their devices and those around are told. */
export interface PersonChange {
  person: Person;
  /** Rooms whose members know the person. */
  rooms: string[];
}

/** Who shall never meet whom among the strangers; `blocked` undefined: the account never comes back. */
export interface StrangerRule {
  account: string;
  blocked?: string;
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
  notices: Notice[];
  people: PersonChange[];
  strangers: StrangerRule[];
  /** Those that are not done yet. */
  networkBans: NetworkBan[];
}

/** What people have to be told of a transaction besides its events. */
export type News = Omit<Commit, "answers" | "events">;

/** The writing side. */
export interface Log {
  /**
   * Carries out writes in one transaction.
   *
   * @throws {StorageError} after which, unless it passes, nothing more may be acknowledged before a
   * restart. Anything else that is thrown is a defect in one of the writes; none of them took place.
   */
  commit(writes: readonly Write[], now: number): Promise<Commit>;
  /** Tries whether the disk takes anything. @throws {StorageError} */
  probe(): Promise<void>;
  /** Nothing is waited for any more: a commit of which nobody knows whether it took place fails. */
  giveUp(): void;
  /** Guests whose name is not released yet. */
  guests(): Promise<string[]>;
  /** Who shall never meet whom among the strangers. */
  strangerBlocks(): Promise<[account: string, blocked: string][]>;
  /** Deleted accounts whose messages are not all erased yet. */
  erasures(): Promise<string[]>;
  close(): Promise<void>;
}

export interface StoredAccount {
  person: Person;
  administrator: boolean;
  passwordHash?: string;
}

export interface StoredSession {
  person: Person;
  administrator: boolean;
  /** For an API token: what it is limited to. */
  grant?: Grant;
  /** What the client said it is; `""` if nothing. */
  client: string;
  /** When it was last seen, to the hour. */
  lastSeenAt: number;
  expiresAt: number;
}

/** A room and what an account is in it. */
export interface StoredRoom {
  room: Room;
  /** Undefined for whoever is not a member. */
  role: Role | undefined;
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
  readonly messages: MessageReader;
  readonly moderation: ModerationReader;
  readonly hooks: HookReader;
  readonly push: PushReader;
  readonly search: SearchReader;
  readonly rooms: RoomReader;
  readonly people: PeopleReader;
  /** Events in order of `seq`, whichever end the limit kept. */
  range(room: string, range: Range, limit: RangeLimit): Promise<LogEvent[]>;
  /** `seq` of the newest event; 0 for an empty or unknown room. */
  head(room: string): Promise<number>;
  session(tokenHash: string): Promise<StoredSession | undefined>;
  account(nameKey: string): Promise<StoredAccount | undefined>;
  /** Names that a person could have meant: those in the asker's reach. */
  accountNames(): Promise<string[]>;
  /** The account's rooms, as it sees them. */
  roomsOf(account: string): Promise<Room[]>;
  /** Ids of the rooms of an account. */
  roomIdsOf(account: string): Promise<string[]>;
  /**
   * A room by id or name key, as this account sees it, with its role there if it is a member. Of a name,
   * the account's own private room comes before a public one.
   */
  room(ref: string, account: string): Promise<StoredRoom | undefined>;
  /** A message of a room, as it is by now. */
  message(room: string, seq: number): Promise<MessageEvent | undefined>;
  /** Ids of a room's members. */
  members(room: string): Promise<string[]>;
  close(): void;
}
