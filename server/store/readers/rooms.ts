/**
 * Lists of rooms, and what there is to know about one.
 * @module
 */
import type {
  Invitation,
  ListedRoom,
  Member,
  Person,
  RoomDetails,
} from "../../../shared/protocol/mod.ts";
import type { Page, PageKey, PageQuery } from "./page.ts";

/** Which rooms, and in which order. */
export interface RoomFilter {
  /** Part of the name or topic; `""`: any. */
  query: string;
  /** Only those that the asker is in; else the public ones that are open too. */
  mine: boolean;
  /** Most members first, or newest event first. */
  sort: "members" | "recent";
  /** Ids: only these. */
  rooms?: readonly string[];
}

/** An invitation to the server, or to a room. */
export interface AnyInvitation {
  /** The room's name; without one it is to the server. */
  room?: string;
  id: string;
  /** Who made it; nobody, if the server did. */
  by?: Person;
  usesLeft: number;
  expiresAt: number;
}

/** What the keys of the pages look like. */
export const ROOM_KEYS = {
  list: [0, "", ""],
  members: [0, "", ""],
  invitations: [0, ""],
  everyInvitation: [0, ""],
} satisfies Record<string, PageKey>;

export interface RoomReader {
  /** As `account` sees them. */
  list(account: string, filter: RoomFilter, page: PageQuery): Promise<Page<ListedRoom>>;
  /** Undefined if there is no such room. Whether `account` may see it is not judged here. */
  details(room: string, account: string): Promise<RoomDetails | undefined>;
  /** Owners, then moderators, then the others; each by name. */
  members(room: string, page: PageQuery): Promise<Page<Member> & { total: number }>;
  /** Those that are good, the last to expire first. @param by only those that this account made. */
  invitations(
    room: string,
    filter: { by?: string; now: number },
    page: PageQuery,
  ): Promise<Page<Invitation>>;
  /** Those that are good, to the server and to all of its rooms; the last to expire first. */
  everyInvitation(now: number, page: PageQuery): Promise<Page<AnyInvitation>>;
}
