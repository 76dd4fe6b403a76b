/**
 * What is chosen from, as rows above the input line: the quick switcher, what a search found, what to do
 * with a long paste.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { hitParts } from "../../shared/hit_text.ts";
import type { Overlay } from "../app/overlay.ts";
import { placesFor } from "../app/places.ts";
import { type AppState, findRoom, roomLabel } from "../app/state.ts";
import { calendarOf } from "./calendar.ts";
import { oneLine } from "./inline.ts";
import { type Line, type Span, span, truncateLine } from "./line.ts";
import { authorStyle } from "./theme.ts";

/** Characters of a hit before the first word that was found. */
const LEAD = 16;

/** The rows of what is being chosen from; none if nothing is. */
export function panelRows(state: AppState, columns: number): Line[] {
  const { overlay } = state;
  const rows = overlay ? rowsOf(state, overlay) : [];
  return rows.map((row) => truncateLine(row, columns));
}

/** What stands before the cursor while something is chosen. */
export function panelPrompt(overlay: Overlay): string {
  return { switcher: "Go to: ", search: "Search: ", paste: "Enter, c or Esc: " }[overlay.kind];
}

function rowsOf(state: AppState, overlay: Overlay): Line[] {
  const most = Math.max(1, Math.min(limits.panelRows, Math.floor(state.size.rows / 2) - 2));
  switch (overlay.kind) {
    case "paste":
      return [pasteRow(overlay.text)];
    case "switcher":
      return choices(
        placesFor(state, overlay.query.text),
        ({ label, room }) => [
          span(oneLine(label)),
          ...news(room?.unread ?? 0, room?.mentions ?? 0),
        ],
        overlay.selected,
        most,
        "nothing is called so",
      );
    case "search":
      return searchRows(state, overlay, most);
    default:
      return overlay satisfies never;
  }
}

function pasteRow(text: string): Line {
  const lines = text.split("\n").length;
  return [
    span(`! A paste of ${lines} lines, ${text.length} characters: `, "warning"),
    span("Enter takes it, c as code, Esc drops it."),
  ];
}

function news(unread: number, mentions: number): Span[] {
  if (mentions > 0) return [span(`  ${unread} (${mentions} to you)`, "mention")];
  return unread > 0 ? [span(`  ${unread}`, "bold")] : [];
}

function searchRows(
  state: AppState,
  overlay: Extract<Overlay, { kind: "search" }>,
  most: number,
): Line[] {
  const { asked, hits, selected } = overlay;
  if (asked === undefined) return [[span("Enter searches, Esc closes.", "dim")]];
  if (!hits) return [[span("searching …", "dim")]];
  const calendar = calendarOf(state.timeZone);
  const rowOf = (hit: (typeof hits)[number]): Line => {
    const { event, roomName } = hit;
    const room = findRoom(state, event.room);
    return [
      span(`${calendar.stamp(event.at)} `, "dim"),
      span(`${oneLine(room ? roomLabel(room) : `#${roomName}`)} `, "room"),
      span(oneLine(event.author.name), authorStyle(event.author.id)),
      span(": ", "dim"),
      ...hitParts(hit, LEAD).map(({ text, found }) =>
        span(oneLine(text), found ? "bold" : undefined)
      ),
    ];
  };
  return choices(hits, rowOf, selected, most, "nothing was found");
}

/** A part of the rows around the chosen one, which is marked. */
function choices<T>(
  items: readonly T[],
  rowOf: (item: T) => Line,
  selected: number,
  most: number,
  none: string,
): Line[] {
  if (items.length === 0) return [[span(none, "dim")]];
  const start = Math.max(0, Math.min(selected - Math.floor(most / 2), items.length - most));
  return items.slice(start, start + most).map((item, index): Line => {
    const chosen = start + index === selected;
    const [first, ...rest] = rowOf(item);
    return chosen
      ? [span("▸ ", "bold"), { ...first, style: "selected" }, ...rest]
      : [span("  "), first, ...rest];
  });
}
