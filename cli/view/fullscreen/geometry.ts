/**
 * How many cells each part of the fullscreen view has, by the size of the terminal.
 * @module
 */
import { layoutEditor } from "../../editor/layout.ts";
import type { AppState } from "../../app/state.ts";

/** Columns from which on there is room for a list beside the messages. */
const ROOMS_FROM = 60;
const PEOPLE_FROM = 100;
/** Rows from which on there is room for a title. */
const TITLE_FROM = 5;
/** Cells between two parts: a rule, and a blank. */
export const BETWEEN = 2;

export interface Geometry {
  /** Rows of the title: 1 or none. */
  readonly title: number;
  /** Cells of the lists at the sides; 0: they don't show. {@linkcode BETWEEN} divides them. */
  readonly rooms: number;
  readonly people: number;
  /** Where the messages begin, and their width. */
  readonly column: number;
  readonly columns: number;
}

export function geometryOf({ size, pair, strangersOnly }: AppState): Geometry {
  const { columns, rows } = size;
  const alone = pair !== undefined || strangersOnly;
  const rooms = alone || columns < ROOMS_FROM ? 0 : share(columns, 5, 14, 26);
  const people = alone || columns < PEOPLE_FROM ? 0 : share(columns, 7, 14, 22);
  const column = rooms === 0 ? 0 : rooms + BETWEEN;
  // As elsewhere, the last column stays free.
  const end = people === 0 ? columns - 1 : columns - 1 - people - BETWEEN;
  const title = rows >= TITLE_FROM ? 1 : 0;
  return { title, rooms, people, column, columns: Math.max(1, end - column) };
}

/**
 * Rows of messages while nothing but the status and the draft stands below them: what else may be there
 * goes with the next key.
 */
export function pageRows(state: AppState): number {
  const { columns, rows } = state.size;
  const draft = layoutEditor(state.editor, Math.max(1, columns - 1), "> ").rows.length;
  const below = Math.min(draft, Math.max(1, Math.floor(rows / 2))) + 1;
  return Math.max(1, rows - geometryOf(state).title - below);
}

function share(columns: number, part: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.floor(columns / part)));
}
