/**
 * Scrolling through a room: a part of it in memory, read from the log as one goes, in both directions.
 * @module
 */
import { applyChange } from "../../shared/fold.ts";
import { limits } from "../../shared/limits.ts";
import type { ChangeEvent, HistoryResult } from "../../shared/protocol/mod.ts";
import { geometryOf, pageRows } from "../view/fullscreen/geometry.ts";
import { itemRows } from "../view/fullscreen/pane.ts";
import { nothing, request, type Update } from "./effects.ts";
import { type AppState, currentRoom, type RoomState } from "./state.ts";
import {
  type Anchor,
  type Item,
  liveFrom,
  liveItems,
  logItems,
  type Scrolled,
} from "./timeline.ts";

/** What is seen of the items: rows of the pane, and how many an item takes. */
interface Pane {
  readonly rows: number;
  height(items: readonly Item[], index: number): number;
}

/** Scrolls by pages: up if positive. One row of the page before stays in sight. */
export function scrollPages(state: AppState, pages: number): Update {
  return scrollRows(state, pages * Math.max(1, pageRows(state) - 2));
}

/** Scrolls by rows, towards what was said earlier if positive. */
export function scrollRows(state: AppState, rows: number): Update {
  const room = currentRoom(state);
  if (!room) return nothing(state);
  if (!state.scrolled && rows < 0) return nothing(state);
  const scrolled = state.scrolled ?? fromLive(room);
  if (scrolled.items.length === 0) return readOn({ ...state, scrolled });
  const pane = paneOf(state, scrolled);
  const joined = rows < 0 ? joinLive(room, scrolled) : scrolled;
  const anchor = kept(pane, joined.items, moved(pane, joined, rows));
  const next = { ...state, scrolled: { ...joined, anchor } };
  // Everything is in sight anyway.
  const stays = !state.scrolled && anchor.index === joined.anchor.index && anchor.below === 0;
  if (stays && scrolled.start) return nothing(state);
  return isAtEnd(next.scrolled, room) && rows < 0 ? nothing(backToNow(next)) : readOn(next);
}

/** Shows what is said now. */
export function backToNow(state: AppState): AppState {
  return state.scrolled ? { ...state, scrolled: undefined } : state;
}

/** The part of a room that is in memory anyway, at its end. */
export function fromLive(room: RoomState): Scrolled {
  const items = liveItems(room);
  const from = liveFrom(room);
  const anchor = { index: items.length - 1, below: 0 };
  return { room: room.id, items, from, upTo: room.head, start: from <= 1, anchor };
}

/** Shows the item with this `seq`, or the first after it, so many rows below the pane's top. */
export function showItem(state: AppState, scrolled: Scrolled, seq: number, above: number): Update {
  const found = scrolled.items.findIndex((item) => item.seq >= seq);
  const target = found < 0 ? scrolled.items.length - 1 : found;
  const pane = paneOf(state, scrolled);
  const room = Math.max(1, pane.rows - Math.min(above, Math.floor(pane.rows / 2)));
  let rows = 0;
  let index = target;
  for (; index < scrolled.items.length; index++) {
    rows += pane.height(scrolled.items, index);
    if (rows >= room || index === scrolled.items.length - 1) break;
  }
  const anchor = kept(pane, scrolled.items, { index, below: Math.max(0, rows - room) });
  return readOn({ ...state, scrolled: { ...scrolled, anchor } });
}

/** A page of history for what is scrolled through. */
export function pageCame(
  before: AppState,
  where: "older" | "newer",
  { room: id, events, more }: HistoryResult,
): Update {
  const room = currentRoom(before);
  if (!before.scrolled || !room || before.scrolled.room !== id || room.id !== id) {
    return nothing(before);
  }
  const scrolled = { ...before.scrolled, loading: undefined };
  const state = { ...before, scrolled };
  const page = logItems(state, room, events);
  if (where === "older") {
    const from = events[0]?.seq ?? scrolled.from;
    const all = [...page.filter(({ seq }) => seq < scrolled.from), ...scrolled.items];
    const added = all.length - scrolled.items.length;
    const items = all.slice(0, limits.scrolledEvents);
    const upTo = items.length < all.length ? items.at(-1)!.seq : scrolled.upTo;
    const anchor = { ...scrolled.anchor, index: scrolled.anchor.index + added };
    return readOn({ ...state, scrolled: { ...scrolled, items, from, upTo, start: !more, anchor } });
  }
  return readOn({ ...state, scrolled: appended(scrolled, page, events.at(-1)?.seq ?? room.head) });
}

/** What could not be fetched may be asked for again. */
export function pageFailed(state: AppState): AppState {
  return state.scrolled ? { ...state, scrolled: { ...state.scrolled, loading: undefined } } : state;
}

/** A change of a message that is scrolled through. */
export function changeScrolled(state: AppState, change: ChangeEvent): AppState {
  const { scrolled } = state;
  if (!scrolled || scrolled.room !== change.room) return state;
  const index = scrolled.items.findIndex((item) => "view" in item && item.seq === change.target);
  const item = scrolled.items[index];
  if (!item || !("view" in item)) return state;
  const items = scrolled.items.with(index, { ...item, view: applyChange(item.view, change) });
  return { ...state, scrolled: { ...scrolled, items } };
}

/** With newer items; of the oldest, as many go. */
function appended(scrolled: Scrolled, page: readonly Item[], upTo: number): Scrolled {
  const all = [...scrolled.items, ...page.filter(({ seq }) => seq > scrolled.upTo)];
  const items = all.slice(-limits.scrolledEvents);
  const dropped = all.length - items.length;
  const index = Math.max(0, scrolled.anchor.index - dropped);
  return {
    ...scrolled,
    items,
    upTo,
    from: dropped > 0 ? items[0].seq : scrolled.from,
    start: scrolled.start && dropped === 0,
    anchor: { ...scrolled.anchor, index },
  };
}

/** With what is in memory of now, where it follows without a hole. */
function joinLive(room: RoomState, scrolled: Scrolled): Scrolled {
  if (scrolled.upTo >= room.head || liveFrom(room) > scrolled.upTo + 1) return scrolled;
  return appended(scrolled, liveItems(room), room.head);
}

function isAtEnd({ anchor, items, upTo }: Scrolled, room: RoomState): boolean {
  return anchor.below === 0 && anchor.index === items.length - 1 && upTo >= room.head;
}

/** Fetches what one would come to next; once at a time. */
function readOn(state: AppState): Update {
  const room = currentRoom(state);
  const { scrolled } = state;
  if (!room || !scrolled || scrolled.loading) return nothing(state);
  const pane = paneOf(state, scrolled);
  const { items, anchor } = scrolled;
  if (!scrolled.start && rowsAbove(pane, items, anchor, 2 * pane.rows) < 2 * pane.rows) {
    return fetch(state, scrolled, "older", { before: scrolled.from });
  }
  const near = items.length - anchor.index <= pane.rows;
  if (near && scrolled.upTo < room.head && liveFrom(room) > scrolled.upTo + 1) {
    return fetch(state, scrolled, "newer", { after: scrolled.upTo });
  }
  return nothing(state);
}

function fetch(
  state: AppState,
  scrolled: Scrolled,
  where: "older" | "newer",
  range: { before: number } | { after: number },
): Update {
  const { room } = scrolled;
  const loading = { ...state, scrolled: { ...scrolled, loading: where } };
  const input = { room, limit: limits.historyEvents, ...range };
  return request(loading, "history", input, { for: "scrolled", room, where });
}

function paneOf(state: AppState, scrolled: Scrolled): Pane {
  const { columns } = geometryOf(state);
  const shown = { ...state, scrolled };
  return {
    // The last row says that one has scrolled.
    rows: Math.max(1, pageRows(state) - 1),
    height: (items, index) => itemRows(shown, items, index, columns).length,
  };
}

/** The anchor so many rows further up, or down if negative. */
function moved(pane: Pane, { items, anchor }: Scrolled, rows: number): Anchor {
  let { index, below } = anchor;
  below += rows;
  while (index > 0 && below >= pane.height(items, index)) {
    below -= pane.height(items, index);
    index--;
  }
  while (below < 0 && index < items.length - 1) {
    index++;
    below += pane.height(items, index);
  }
  return { index, below: Math.max(0, below) };
}

/** The anchor, moved down where the pane would show nothing at its top. */
function kept(pane: Pane, items: readonly Item[], anchor: Anchor): Anchor {
  const missing = pane.rows - rowsAbove(pane, items, anchor, pane.rows);
  if (missing <= 0) return anchor;
  const scrolled = { items, anchor } as Scrolled;
  return moved(pane, scrolled, -missing);
}

/** Rows from the anchor up; counted no further than `enough`. Negative where there are fewer than none. */
function rowsAbove(pane: Pane, items: readonly Item[], anchor: Anchor, enough: number): number {
  let rows = -anchor.below;
  for (let index = anchor.index; index >= 0 && rows < enough; index--) {
    rows += pane.height(items, index);
  }
  return rows;
}
