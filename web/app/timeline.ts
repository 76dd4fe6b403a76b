/**
 * The part of a room's log that is shown: a window without a hole, which follows the log's end or stands
 * further up, and never grows over a bound however far somebody scrolls.
 * @module
 */
import { applyChange, applyChanges, type MessageView, viewOf } from "../../shared/fold.ts";
import type { ChangeEvent, LogEvent, MessageEvent } from "../../shared/protocol/mod.ts";

/** Entries that are on the page at once, and events that one step of scrolling reads. */
export const WINDOW = 300;
export const PAGE = 50;

/** Changes that are remembered, for pages that were read before them and arrive after them. */
const RECENT_CHANGES = 200;

/** A deed is an event that is no message and changes none. */
export type Deed = Exclude<LogEvent, MessageEvent | ChangeEvent>;

export type Entry =
  | { readonly seq: number; readonly view: MessageView }
  | { readonly seq: number; readonly deed: Deed };

export interface Timeline {
  /** In the order of the log. */
  readonly entries: readonly Entry[];
  /** Every event with `from` ≤ seq ≤ `upTo` has been taken in. Both are absent until the first came. */
  readonly from?: number;
  readonly upTo?: number;
  readonly recentChanges: readonly ChangeEvent[];
}

export const EMPTY: Timeline = { entries: [], recentChanges: [] };

/** A window that stands behind this event, and holds nothing yet. */
export function startAfter(seq: number): Timeline {
  return { ...EMPTY, from: seq + 1, upTo: seq };
}

export function isChange(event: LogEvent): event is ChangeEvent {
  return "target" in event;
}

/** An event that just came. One that doesn't follow on the window only changes what is in it. */
export function append(timeline: Timeline, event: LogEvent): Timeline {
  const next = isChange(event) ? remember(change(timeline, event), event) : timeline;
  const placed = place(next, event.seq);
  if (event.seq !== placed.upTo) return next;
  const entry = toEntry(event);
  return cutTop(entry ? { ...placed, entries: [...placed.entries, entry] } : placed);
}

/** An event of a kind that this version doesn't know takes its place, and shows nothing. */
export function pass(timeline: Timeline, seq: number): Timeline {
  return place(timeline, seq);
}

/** With the place of the next event; the timeline as it is if `seq` is another's. */
function place(timeline: Timeline, seq: number): Timeline {
  const { from = seq, upTo = seq - 1 } = timeline;
  return upTo + 1 === seq ? { ...timeline, from, upTo: seq } : timeline;
}

/** A page of events that end where the window starts. @param from where the page starts. */
export function prepend(timeline: Timeline, events: readonly LogEvent[], from: number): Timeline {
  if (timeline.from === undefined || from >= timeline.from) return timeline;
  const entries = toEntries(timeline, events, from, timeline.from - 1);
  const all = [...entries, ...timeline.entries];
  if (all.length <= WINDOW) return { ...timeline, entries: all, from };
  const kept = all.slice(0, WINDOW);
  return { ...timeline, entries: kept, from, upTo: kept[WINDOW - 1].seq };
}

/** A page of events that start where the window ends. @param upTo where the page ends. */
export function extend(timeline: Timeline, events: readonly LogEvent[], upTo: number): Timeline {
  if (timeline.upTo === undefined || upTo <= timeline.upTo) return timeline;
  const entries = toEntries(timeline, events, timeline.upTo + 1, upTo);
  return cutTop({ ...timeline, entries: [...timeline.entries, ...entries], upTo });
}

/** The window stands somewhere else in the log now. */
export function replace(
  timeline: Timeline,
  events: readonly LogEvent[],
  from: number,
  upTo: number,
): Timeline {
  return { ...timeline, entries: toEntries(timeline, events, from, upTo), from, upTo };
}

export function find({ entries }: Timeline, seq: number): Entry | undefined {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry.seq === seq) return entry;
    if (entry.seq < seq) low = middle + 1;
    else high = middle - 1;
  }
}

/** With a change to a message, if that is in the window. */
export function change(timeline: Timeline, event: ChangeEvent): Timeline {
  const entry = find(timeline, event.target);
  if (!entry || !("view" in entry)) return timeline;
  const view = applyChange(entry.view, event);
  if (view === entry.view) return timeline;
  const index = timeline.entries.indexOf(entry);
  return { ...timeline, entries: timeline.entries.with(index, { seq: entry.seq, view }) };
}

function remember(timeline: Timeline, event: ChangeEvent): Timeline {
  const recentChanges = [...timeline.recentChanges, event].slice(-RECENT_CHANGES);
  return { ...timeline, recentChanges };
}

function cutTop(timeline: Timeline): Timeline {
  const excess = timeline.entries.length - WINDOW;
  if (excess <= 0) return timeline;
  const entries = timeline.entries.slice(excess);
  return { ...timeline, entries, from: entries[0].seq };
}

function toEntries(
  { recentChanges }: Timeline,
  events: readonly LogEvent[],
  from: number,
  upTo: number,
): Entry[] {
  const changes = [...recentChanges, ...events.filter(isChange)];
  return events.flatMap((event) => {
    if (event.seq < from || event.seq > upTo) return [];
    const entry = toEntry(event);
    if (!entry || !("view" in entry)) return entry ?? [];
    return { seq: entry.seq, view: applyChanges(entry.view, changes) };
  });
}

function toEntry(event: LogEvent): Entry | undefined {
  if (isChange(event)) return undefined;
  return event.kind === "message"
    ? { seq: event.seq, view: viewOf(event) }
    : { seq: event.seq, deed: event };
}
