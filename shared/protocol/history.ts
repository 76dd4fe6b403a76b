/**
 * Frames that read the log: the requests `history` and `search`, and `gap`.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import { NEXT, PAGE, request, RoomId, RoomRef, Seq } from "./base.ts";
import { LogEvent, MessageEvent } from "./message.ts";

/** A page; it may be shorter than asked for. `more` tells that the range holds events past its far end. */
export const HistoryResult = v.object({
  room: RoomId,
  events: v.array(LogEvent),
  more: v.boolean(),
});
export type HistoryResult = v.InferOutput<typeof HistoryResult>;

/** A message that was found. `marks` are the parts of its text that fit: UTF-16 offsets, end excluded. */
export const SearchHit = v.object({
  event: MessageEvent,
  /** The room's name as the asker sees it. */
  roomName: v.string(),
  marks: v.array(v.tuple([v.number(), v.number()])),
});
export type SearchHit = v.InferOutput<typeof SearchHit>;

/** Requests that read the log. */
export const HISTORY_REQUESTS = {
  /**
   * A page of a room's log, oldest event first. With `after`: the events that follow it; with `before`:
   * those just before it; with both: those between, from `after` on; with neither: the newest.
   */
  "history": {
    input: request("history", {
      room: RoomRef,
      after: v.optional(Seq),
      before: v.optional(Seq),
      limit: v.optional(
        v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(limits.historyEvents)),
        limits.backlogEvents,
      ),
    }),
    result: HistoryResult,
  },
  /**
   * Messages in the rooms that the asker may read. Words all have to be there; `"…"` is a phrase, `word*`
   * a beginning; `from:` `in:` `before:` `after:` `has:link` narrow it down.
   */
  "search": {
    input: request("search", {
      query: v.pipe(
        v.string("must be a string"),
        v.check((text) => text.trim() !== "", "is empty"),
        v.maxLength(limits.queryLength, `is longer than ${limits.queryLength} characters`),
      ),
      /** Newest first, or best first. */
      sort: v.optional(v.picklist(["time", "rank"], "is time or rank"), "time"),
      ...PAGE,
    }),
    result: v.object({ hits: v.array(SearchHit), ...NEXT }),
  },
} as const;

/**
 * Server → client: the events `after` < seq ≤ `upTo` are not sent, there are too many; what follows
 * starts behind `upTo`. Page through `history` for them.
 */
export const Gap = v.object({ type: v.literal("gap"), room: RoomId, after: Seq, upTo: Seq });
export type Gap = v.InferOutput<typeof Gap>;
