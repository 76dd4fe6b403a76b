/**
 * What stands around a message, or a time, of the open room: fetched, and shown as the view shows it.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { HistoryResult } from "../../shared/protocol/mod.ts";
import { nothing, request, tell, type Update } from "./effects.ts";
import { printPast } from "./printing.ts";
import { fromLive, showItem } from "./scroll.ts";
import { type AppState, currentRoom, roomLabel, type RoomState } from "./state.ts";
import { liveFrom, logItems, type Scrolled } from "./timeline.ts";

/** What is looked for: a message, the first one at a time or later, or the first that is new. */
export type Wanted = { readonly seq: number } | { readonly at: number } | {
  readonly after: number;
};

export interface Context {
  readonly room: string;
  readonly wanted: Wanted;
  /** It stands after this `seq`, and not after `high`: while they are far apart, what is in the middle
   * is looked at. */
  readonly low: number;
  readonly high: number;
}

/** Events shown before what was looked for, at the least. */
const BEFORE = 30;
/** What is left to look through when one page shows it all. */
const NEAR = 40;

/** Shows the open room around what is wanted. */
export function showContext(state: AppState, wanted: Wanted): Update {
  const room = currentRoom(state);
  if (!room) return nothing(state);
  if ("at" in wanted) {
    return lookFor(state, { room: room.id, wanted, low: 0, high: room.head });
  }
  const seq = "seq" in wanted ? wanted.seq : wanted.after + 1;
  if (state.view === "fullscreen" && seq >= liveFrom(room) && room.head > 0) {
    return show(state, fromLive(room), wanted);
  }
  const low = Math.max(0, seq - BEFORE);
  return lookFor(state, { room: room.id, wanted, low, high: low });
}

/** A time is found by halving: the log has no index of times. */
function lookFor(state: AppState, context: Context): Update {
  const { room, low, high } = context;
  const pending = { for: "context", ...context } as const;
  if (high - low <= NEAR) {
    const after = "at" in context.wanted ? Math.max(0, low - BEFORE) : low;
    return request(state, "history", { room, after, limit: limits.historyEvents }, pending);
  }
  const middle = Math.floor((low + high) / 2);
  return request(state, "history", { room, after: middle, limit: 1 }, pending);
}

export function contextCame(state: AppState, context: Context, page: HistoryResult): Update {
  const room = currentRoom(state);
  if (!room || room.id !== context.room) return nothing(state);
  const { wanted, low, high } = context;
  if (high - low > NEAR && "at" in wanted) {
    const [event] = page.events;
    const isBefore = event !== undefined && event.at < wanted.at;
    const middle = Math.floor((low + high) / 2);
    const closer = isBefore ? { low: Math.min(event.seq, high) } : { high: middle };
    return lookFor(state, { ...context, ...closer });
  }
  return showPage(state, room, wanted, page);
}

function showPage(
  state: AppState,
  room: RoomState,
  wanted: Wanted,
  { events, more }: HistoryResult,
): Update {
  if (events.length === 0) return tell(state, "info", `${roomLabel(room)} has nothing there.`);
  if (state.view !== "fullscreen") {
    return printPast(state, room.id, `from ${roomLabel(room)}`, events);
  }
  const items = logItems(state, room, events);
  const [from, upTo] = [events[0].seq, more ? events.at(-1)!.seq : room.head];
  const anchor = { index: items.length - 1, below: 0 };
  return show(state, { room: room.id, items, from, upTo, start: from <= 1, anchor }, wanted);
}

function show(state: AppState, scrolled: Scrolled, wanted: Wanted): Update {
  const { items } = scrolled;
  if (items.length === 0) return nothing(state);
  if ("after" in wanted) return showItem(state, scrolled, wanted.after + 1, 2);
  const seq = "seq" in wanted ? wanted.seq : firstAt(scrolled, wanted.at);
  return showItem(state, { ...scrolled, found: seq }, seq, Math.floor(state.size.rows / 3));
}

function firstAt({ items }: Scrolled, at: number): number {
  const item = items.find((each) => "view" in each && each.view.base.at >= at);
  return item?.seq ?? items.at(-1)!.seq;
}
