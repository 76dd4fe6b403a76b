/**
 * What can be chosen for the word that is being typed, as rows above the input line.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { textWidth } from "../../shared/text.ts";
import type { AppState } from "../app/state.ts";
import { offeredBy } from "../editor/completion.ts";
import { oneLine } from "./inline.ts";
import { type Line, lineWidth, span, truncateLine } from "./line.ts";

/** Cells that labels take at most, so that there is room for what is said about them. */
const LABEL = 24;

/** The rows of the list around the candidate that is chosen; none if there is nothing to choose. */
export function popupRows(state: AppState, columns: number): Line[] {
  if (state.question || state.overlay) return [];
  const shown = offeredBy(state.editor);
  if (!shown) return [];
  const { candidates, index } = shown;
  const most = Math.max(1, Math.min(limits.popupRows, Math.floor(state.size.rows / 3)));
  const start = Math.max(0, Math.min(index - most + 1, candidates.length - most));
  const visible = candidates.slice(start, start + most);
  const width = Math.min(LABEL, Math.max(...visible.map(({ label }) => textWidth(oneLine(label)))));
  const rows = visible.map(({ label, about }, place): Line => {
    const chosen = start + place === index;
    const head = truncateLine([span(oneLine(label), chosen ? "selected" : "bold")], columns);
    if (!about) return head;
    const gap = " ".repeat(Math.max(0, width - lineWidth(head)) + 2);
    return truncateLine([...head, span(gap + oneLine(about), "dim")], columns);
  });
  const more = candidates.length - visible.length;
  if (more === 0 || rows.length < 2) return rows;
  const place = `${Math.max(0, index) + 1} of ${candidates.length}`;
  return [...rows.slice(0, -1), withTail(rows.at(-1)!, place, columns)];
}

/** The row with a few words at its right end, where there is room. */
function withTail(row: Line, tail: string, columns: number): Line {
  const room = columns - lineWidth(row) - textWidth(tail);
  return room < 2 ? row : [...row, span(" ".repeat(room) + tail, "dim")];
}
