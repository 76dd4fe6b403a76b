/**
 * Reading people: finding them, their profiles, and what an account has that nobody else sees.
 * @module
 */
import type {
  MessageEvent,
  OwnProfile,
  Person,
  SessionInfo,
  TokenInfo,
} from "../../../shared/protocol/mod.ts";
import type { Page, PageQuery } from "./page.ts";

/** An example of the keys of each list's pages. */
export const PEOPLE_KEYS = {
  /** 0: by the beginning, 1: by a part; name key. */
  find: [0, ""],
  /** Name key. */
  around: [""],
  /** Minus the time when it was made; public id. */
  sessions: [0, ""],
  /** Request id. */
  messages: [""],
} as const;

export interface PeopleReader {
  /**
   * People whose name or display name begins with `key` (as `nameKey` makes it), by name; then those that
   * hold it elsewhere, by name.
   */
  find(key: string, page: PageQuery): Promise<Page<Person>>;
  /** People who share a room with the account (of `rooms` alone, if given), by name. */
  around(account: string, rooms: readonly string[] | undefined, page: PageQuery): Promise<
    Page<Person>
  >;
  /** The administrator of the server who was the first to have an account. */
  administrator(): Promise<Person | undefined>;
  /** All that an account says of itself. */
  profile(account: string): Promise<OwnProfile | undefined>;
  /** What the account's password is checked with; undefined for a guest. */
  passwordHash(account: string): Promise<string | undefined>;
  /** Its log-ins that are still good, newest first. @param current hash of the token that asks. */
  sessions(account: string, current: string, page: PageQuery): Promise<Page<SessionInfo>>;
  /** Its API tokens that are still good, newest first. */
  tokens(account: string, page: PageQuery): Promise<Page<TokenInfo>>;
  /** Its messages as they are by now, in whatever rooms and order; those it deleted are left out. */
  messages(account: string, page: PageQuery): Promise<Page<MessageEvent>>;
}
