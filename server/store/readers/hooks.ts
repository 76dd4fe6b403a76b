/**
 * Reads of webhooks.
 * @module
 */
import type { Hook, Person } from "../../../shared/protocol/mod.ts";
import type { Page, PageQuery } from "./page.ts";

/** What posting by an incoming webhook needs. */
export interface IncomingHook {
  id: string;
  room: string;
  /** Its own account, which is a member of no room. */
  author: Person;
  /** SHA-256 of the secret in its URL. */
  secretHash: string;
}

/** An outgoing webhook that has something to deliver. */
export interface DueHook {
  id: string;
  name: string;
  room: { id: string; name: string };
  url: string;
  secret: string;
  /** It has delivered the events up to this `seq`, … */
  cursor: number;
  /** … and these are there. */
  head: number;
  /** Deliveries that failed since one went well. */
  failures: number;
}

export interface HookReader {
  /** Newest first; the key is the webhook's number, negative. */
  ofRoom(room: string, query: PageQuery): Promise<Page<Hook>>;
  incoming(id: string): Promise<IncomingHook | undefined>;
  /** Outgoing ones that are behind their room and need not wait any more, the longest waiting first. */
  due(now: number, limit: number): Promise<DueHook[]>;
}
