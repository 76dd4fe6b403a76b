/**
 * Where in a room's log to begin: at an event, some time ago, or on a day.
 * @module
 */
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { parseTime } from "../../shared/duration.ts";
import { ParleyError } from "../../shared/errors.ts";
import type { Api } from "../../shared/net/api.ts";

/** After the event with this `seq`, or with the first event of this time (milliseconds since 1970). */
export type Since = { seq: number } | { at: number };

/** `120`, `2h`, `2026-11-20` or `2026-11-20T14:30`; days and times without a zone are of this machine. */
export function parseSince(text: string): Since {
  if (/^\d{1,15}$/.test(text)) return { seq: Number(text) };
  const seconds = parseTime(text);
  if (seconds !== undefined) return { at: Date.now() - seconds * 1000 };
  if (/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) {
    // JavaScript takes a bare date as UTC; people mean their own midnight.
    const at = Date.parse(text.includes("T") ? text : `${text}T00:00`);
    if (!Number.isNaN(at)) return { at };
  }
  throw new InvalidArgumentError(
    "It must be the seq of an event, a time such as 30m or 2h, or a day such as 2026-11-20.",
  );
}

/**
 * The cursor to begin after. What was written in one millisecond stands together, so nothing of the time
 * asked for is left out.
 *
 * @param head `seq` of the room's newest event.
 * @throws {ParleyError} `bad-request` for a `seq` where there are several rooms.
 */
export async function cursorOf(
  api: Pick<Api, "history">,
  since: Since,
  room: { id: string; head: number },
  only: boolean,
): Promise<number> {
  if ("at" in since) return await seqBefore(api, room, since.at);
  if (only || since.seq === 0) return since.seq;
  throw new ParleyError(
    "bad-request",
    "A seq counts in one room only. With several, give --since a time, 0, or use --cursor-file.",
  );
}

/** `seq` of the last event before `at`, by halving: some twenty questions for a million events. */
async function seqBefore(
  api: Pick<Api, "history">,
  { id, head }: { id: string; head: number },
  at: number,
): Promise<number> {
  // All up to `low` are before it, all after `high` are not.
  let [low, high] = [0, head];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { events: [next] } = await api.history(id, { after: middle, limit: 1 });
    if (next === undefined || next.at >= at) high = middle;
    else low = Math.min(high, next.seq);
  }
  return low;
}
