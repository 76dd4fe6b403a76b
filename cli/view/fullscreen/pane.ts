/**
 * The messages of the open room, from the lowest row of their pane upwards: only what is seen is made.
 * @module
 */
import { type Anchor, entryOf, type Item, itemsOf } from "../../app/timeline.ts";
import { type AppState, currentRoom } from "../../app/state.ts";
import { calendarOf } from "../calendar.ts";
import { renderEntry } from "../inline.ts";
import { type Line, span, truncateLine } from "../line.ts";
import type { Layout } from "./layout.ts";

/** The rows of an item, with the headings above it. */
export function itemRows(
  state: AppState,
  items: readonly Item[],
  index: number,
  columns: number,
): Line[] {
  const item = items[index];
  const lines = renderEntry(
    entryOf(state, item, previousTimed(items, index)),
    columns,
    calendarOf(state.timeZone),
  );
  const marked = "view" in item && item.seq === state.scrolled?.found ? markFound(lines) : lines;
  return isFirstFresh(state, items, index) ? [freshRow(columns), ...marked] : marked;
}

/** Where the pane ends: in what is scrolled through, or with the newest. */
export function anchorOf(state: AppState, items: readonly Item[]): Anchor {
  return state.scrolled?.anchor ?? { index: items.length - 1, below: 0 };
}

/** The rows of the pane, from the top; fewer than it has where there is not more. */
export function paneRows(state: AppState, { pane }: Layout): Line[] {
  const items = itemsOf(state);
  const { index, below } = anchorOf(state, items);
  const foot = state.scrolled && pane.rows > 1 ? [footRow(state, pane.columns)] : [];
  const room = pane.rows - foot.length;
  const parts: Line[][] = [];
  let rows = 0;
  for (let at = index; at >= 0 && rows < room; at--) {
    const lines = itemRows(state, items, at, pane.columns);
    const shown = at === index && below > 0 ? lines.slice(0, -below) : lines;
    parts.push(shown);
    rows += shown.length;
  }
  const lines = parts.reverse().flat().slice(Math.max(0, rows - room));
  const padded = foot.length > 0
    ? [...lines, ...new Array<Line>(Math.max(0, room - lines.length)).fill([])]
    : lines;
  return [...padded, ...foot];
}

/** The item above that has a time: the client's own words have none. */
function previousTimed(items: readonly Item[], index: number): Item | undefined {
  for (let at = index - 1; at >= 0; at--) {
    const item = items[at];
    if ("view" in item || item.entry.kind === "event" || "at" in item.entry) return item;
  }
}

function isFirstFresh(state: AppState, items: readonly Item[], index: number): boolean {
  const after = currentRoom(state)?.freshAfter;
  if (after === undefined) return false;
  const isFresh = (item: Item) =>
    "view" in item && item.seq > after && item.view.base.author.id !== state.you?.id;
  if (!isFresh(items[index])) return false;
  for (let at = index - 1; at >= 0 && items[at].seq > after; at--) {
    if (isFresh(items[at])) return false;
  }
  return true;
}

function freshRow(columns: number): Line {
  const title = columns >= 24 ? "── new messages ──" : "─ new ─";
  const rule = "─".repeat(Math.max(0, columns - title.length));
  return truncateLine([span(title + rule, "fresh")], columns);
}

/** The time of what was looked for stands out. */
function markFound(lines: Line[]): Line[] {
  const index = Math.max(0, lines.findIndex(([first]) => /^\d\d:\d\d/.test(first?.text ?? "")));
  const [first, ...rest] = lines[index];
  return lines.with(index, [{ ...first, style: "selected" }, ...rest]);
}

/** Says that this isn't what is said now. */
function footRow(state: AppState, columns: number): Line {
  const { scrolled } = state;
  const below = Math.max(0, (currentRoom(state)?.head ?? 0) - (scrolled?.upTo ?? 0));
  const loading = scrolled?.loading ? "reading on … " : "";
  const news = below > 0 ? `, ${below} events further down` : "";
  const text = [
    `↓ ${loading}scrolled back${news} · Esc: what is said now `,
    `↓ ${loading}scrolled back · Esc: now `,
  ].find(({ length }) => length <= columns) ?? "↓ Esc: now ";
  return truncateLine([span(text.padEnd(columns, "─"), "warning")], columns);
}
