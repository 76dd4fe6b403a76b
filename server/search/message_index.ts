/**
 * The index of all messages' words, as the rest of the search sees it: made from the log and by nothing else, so
 * that it can be thrown away at any time.
 *
 * How far it has come in each room changes in the same transactions as what it holds: whenever the process dies, it
 * goes on where it was.
 * @module
 */
import type { PageKey } from "../store/readers/page.ts";
import type { Selection } from "./selection.ts";

/** What is new in a room. */
export interface Progress {
  room: string;
  /** `seq` up to which this goes. */
  cursor: number;
  /** Without `indexed`, the message is no longer to be found. */
  messages: { seq: number; at: number; indexed?: string }[];
}

export interface SearchRequest {
  selection: Selection;
  /** Newest first, or best first. */
  sort: "time" | "rank";
  after?: PageKey;
  limit: number;
}

/** Where a message that was found stands, and the key of a page that ends with it. */
export interface Found {
  room: string;
  seq: number;
  key: PageKey;
}

export interface FoundPage {
  entries: Found[];
  more: boolean;
}

/** What the keys of the pages look like. */
export const SEARCH_KEYS: Record<SearchRequest["sort"], PageKey> = { time: [0], rank: [0, 0, 0] };

type Now<T> = T | Promise<T>;

export interface MessageIndex {
  /** Waits until it is this process that keeps the index up to the log, as one does at a time. */
  lead(): Promise<void>;
  /** Room id → `seq` up to which its log is dealt with. */
  cursors(): Now<Map<string, number>>;
  /** Takes in what is new, in one transaction. */
  apply(batch: readonly Progress[]): Now<void>;
  /**
   * Removes messages of a room, `limits.indexEvents` at the most, the oldest first.
   *
   * @param upTo `seq` of the last one to remove.
   * @returns true if there are more.
   */
  remove(room: string, upTo: number): Now<boolean>;
  /** Forgets all about a room. */
  forget(room: string): Now<void>;
  /** Puts some of its parts in order, so that a search costs less. @returns true if there is more to do. */
  merge(): Now<boolean>;
  find(request: SearchRequest): Now<FoundPage>;
  close(): Now<void>;
}

/** Ids of a millisecond: more messages than that go on into the next. */
export const IDS = 1024;
export const LAST_ID = Number.MAX_SAFE_INTEGER;

/** The ids among which to look: from the first on, below the second. */
export function boundsOf({ since, until }: Selection, end: number): [number, number] {
  return [(since ?? 0) * IDS, Math.min(end, until === undefined ? LAST_ID : until * IDS)];
}
