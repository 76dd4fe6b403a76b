/**
 * Reads of messages by what they are, rather than by where they stand.
 * @module
 */
import type { MessageEvent } from "../../../shared/protocol/mod.ts";
import type { Place } from "../writes/messages.ts";
import type { Page, PageQuery } from "./page.ts";

export interface MessageReader {
  /** Where the message stands that this account sent by this id. */
  sent(author: string, requestId: string): Promise<Place | undefined>;
  /** Whatever is pinned in the room, the last to be pinned first; the key is the pin's `seq`, negative. */
  pins(room: string, query: PageQuery): Promise<Page<MessageEvent>>;
  /** The answers to a message, oldest first; the key is their `seq`. */
  answers(room: string, seq: number, query: PageQuery): Promise<Page<MessageEvent>>;
}
