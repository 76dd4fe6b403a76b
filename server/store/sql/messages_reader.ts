/**
 * Reads messages by what they are: sent by an id, pinned, answers to another.
 * @module
 */
import type { Database, Statement, Steps } from "./database.ts";
import type { Reads } from "./reads.ts";
import { limits } from "../../../shared/limits.ts";
import type { MessageEvent } from "../../../shared/protocol/mod.ts";
import type { MessageReader } from "../readers/messages.ts";
import type { Page, PageQuery } from "../readers/page.ts";
import type { Place } from "../writes/messages.ts";
import { type Folding, sizeOf } from "./folding.ts";

/** A message's `seq`, and its place in the list that is asked for. */
interface Entry {
  seq: number;
  key: number;
}

export class MessageReads implements Reads<MessageReader> {
  readonly #folding: Folding;
  readonly #sent;
  readonly #pins;
  readonly #answers;

  constructor(database: Database, folding: Folding) {
    this.#folding = folding;
    this.#sent = database.prepare(
      "SELECT room, seq, at FROM event WHERE author = ? AND request_id = ?",
    );
    this.#pins = database.prepare(
      `SELECT pin.target AS seq, -pin.seq AS key FROM event AS pin
       WHERE pin.room = ?1 AND pin.kind = 'pin' AND pin.seq < -CAST(?2 AS BIGINT)
         AND pin.data = '{"on":true}'
         AND NOT EXISTS (
           SELECT 1 FROM event AS later
           WHERE later.room = ?1 AND later.target = pin.target AND later.seq > pin.seq
             AND later.kind IN ('pin', 'delete'))
       ORDER BY pin.seq DESC LIMIT ?3`,
    );
    this.#answers = database.prepare(
      `SELECT seq, seq AS key FROM event
       WHERE room = ?1 AND reply_to = ?4 AND seq > ?2 ORDER BY seq LIMIT ?3`,
    );
  }

  *sent(author: string, requestId: string): Steps<Place | undefined> {
    return (yield* this.#sent.get(author, requestId)) as Place | undefined;
  }

  *pins(room: string, query: PageQuery): Steps<Page<MessageEvent>> {
    return yield* this.#page(this.#pins, room, query, -Number.MAX_SAFE_INTEGER);
  }

  *answers(room: string, seq: number, query: PageQuery): Steps<Page<MessageEvent>> {
    return yield* this.#page(this.#answers, room, query, 0, seq);
  }

  /** As many messages as fit a page, also by their bytes. */
  *#page(
    statement: Statement,
    room: string,
    { after, limit }: PageQuery,
    start: number,
    ...more: number[]
  ): Steps<Page<MessageEvent>> {
    const page: Page<MessageEvent> = { entries: [] };
    let bytes = 0;
    let last = start;
    for (const row of (yield* statement.all(room, after?.[0] ?? start, limit + 1, ...more))) {
      const { seq, key } = row as unknown as Entry;
      const found = yield* this.#folding.history(room, seq);
      if (!found || found.message.state?.deletedBy === "") continue;
      bytes += sizeOf(found.message);
      const isFull = page.entries.length === limit || bytes > limits.historyBytes;
      if (isFull && page.entries.length > 0) {
        page.next = [last];
        break;
      }
      page.entries.push(found.message);
      last = key;
    }
    return page;
  }
}
