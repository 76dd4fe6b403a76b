/**
 * Frames that read the log: the request `history`, and `gap`.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import { RequestId, RoomId, RoomRef, Seq } from "./base.ts";
import { LogEvent } from "./message.ts";

/**
 * Client → server: a page of a room's log, oldest event first. With `after`: the events that follow it;
 * with `before`: those just before it; with both: those between, from `after` on; with neither: the
 * newest. Answer: {@linkcode HistoryResult}.
 */
export const History = v.strictObject({
  type: v.literal("history"),
  id: RequestId,
  room: RoomRef,
  after: v.optional(Seq),
  before: v.optional(Seq),
  limit: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(limits.historyEvents)),
    limits.backlogEvents,
  ),
});

/** A page; it may be shorter than asked for. `more` tells that the range holds events past its far end. */
export const HistoryResult = v.object({
  room: RoomId,
  events: v.array(LogEvent),
  more: v.boolean(),
});
export type HistoryResult = v.InferOutput<typeof HistoryResult>;

/**
 * Server → client: the events `after` < seq ≤ `upTo` are not sent, there are too many; what follows
 * starts behind `upTo`. Page through `history` for them.
 */
export const Gap = v.object({ type: v.literal("gap"), room: RoomId, after: Seq, upTo: Seq });
export type Gap = v.InferOutput<typeof Gap>;
