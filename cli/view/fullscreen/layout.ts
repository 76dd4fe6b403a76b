/**
 * The fullscreen view's parts and their places, with what stands at its bottom now.
 * @module
 */
import type { AppState } from "../../app/state.ts";
import { renderBlock } from "../block.ts";
import type { Block } from "../line.ts";
import { geometryOf } from "./geometry.ts";

export interface Layout {
  readonly title: number;
  readonly rooms: number;
  readonly people: number;
  /** The messages, in cells from 0. */
  readonly pane: {
    readonly column: number;
    readonly columns: number;
    readonly row: number;
    readonly rows: number;
  };
  readonly block: Block;
}

export function layoutOf(state: AppState): Layout {
  const { title: wanted, rooms, people, column, columns } = geometryOf(state);
  const block = renderBlock(state);
  const left = state.size.rows - block.lines.length;
  const title = left > 1 ? wanted : 0;
  const rows = Math.max(0, left - title);
  return { title, rooms, people, pane: { column, columns, row: title, rows }, block };
}
