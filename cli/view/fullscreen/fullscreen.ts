/**
 * The fullscreen view: title, rooms, messages, people, and at the bottom the same block as in the
 * inline view.
 * @module
 */
import type { Clickable } from "../../app/events.ts";
import { type AppState, currentRoom, roomLabel } from "../../app/state.ts";
import { oneLine } from "../inline.ts";
import { type Line, span, truncateLine } from "../line.ts";
import { BETWEEN } from "./geometry.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { paneRows } from "./pane.ts";
import { peopleRows, peopleShown, roomRows, roomsShown } from "./sides.ts";

/** What begins at a cell of its row, whatever the terminal takes the characters before it to be wide. */
export interface Segment {
  readonly column: number;
  readonly line: Line;
}

/** A whole screen: a row each, and the place of the cursor, in cells from 0. */
export interface Picture {
  readonly rows: readonly (readonly Segment[])[];
  readonly cursorRow: number;
  readonly cursorColumn: number;
}

const RULE = span("│", "dim");

export function renderFullscreen(state: AppState): Picture {
  const { columns, rows } = state.size;
  const layout = layoutOf(state);
  const { pane, block } = layout;
  const [left, middle, right] = [
    roomRows(state, layout.rooms, layout.rooms > 0 ? pane.rows : 0),
    paneRows(state, layout),
    peopleRows(state, layout.people, layout.people > 0 ? pane.rows : 0),
  ];
  const title = layout.title > 0 ? [[{ column: 0, line: titleLine(state, columns - 1) }]] : [];
  const body = Array.from({ length: pane.rows }, (_, row) => {
    const segments: Segment[] = [];
    const put = (column: number, line: Line | undefined) => {
      if (line && line.length > 0) segments.push({ column, line });
    };
    if (layout.rooms > 0) {
      put(0, left[row] && truncateLine(left[row], layout.rooms));
      put(layout.rooms, [RULE]);
    }
    put(pane.column, middle[row] && truncateLine(middle[row], pane.columns));
    if (layout.people > 0) {
      put(pane.column + pane.columns, [RULE]);
      put(
        pane.column + pane.columns + BETWEEN,
        right[row] && truncateLine(right[row], layout.people),
      );
    }
    return segments;
  });
  const bottom = block.lines.map((line) => [{ column: 0, line }]);
  const all = [...title, ...body, ...bottom].slice(-rows);
  const cursorRow = all.length - block.lines.length + block.cursorRow;
  return { rows: all, cursorRow: Math.max(0, cursorRow), cursorColumn: block.cursorColumn };
}

function titleLine(state: AppState, columns: number): Line {
  const room = currentRoom(state);
  if (state.pair || !room) return [span(state.pair ? "A pair room" : "Parley", "bold")];
  const topic = room.topic ? [span(" · ", "dim"), span(oneLine(room.topic))] : [];
  return truncateLine([span(oneLine(roomLabel(room)), "bold"), ...topic], columns);
}

/** What stands at a cell of the screen that one can click on. */
export function hitAt(
  state: AppState,
  column: number,
  row: number,
): Clickable | undefined {
  const layout: Layout = layoutOf(state);
  const { pane } = layout;
  const inPane = row - pane.row;
  if (inPane < 0 || inPane >= pane.rows) return undefined;
  if (column < layout.rooms) {
    const room = roomsShown(state, pane.rows)[inPane];
    return room && { room: room.id };
  }
  const isFoot = state.scrolled !== undefined && inPane === pane.rows - 1;
  if (isFoot && column < pane.column + pane.columns) return { now: true };
  if (layout.people === 0 || column <= pane.column + pane.columns) return undefined;
  const person = peopleShown(state, pane.rows)[inPane - 1];
  return person === undefined ? undefined : { person };
}
