/**
 * Frames as bytes: new lines go above the block into the terminal's own scrollback, and of the block
 * only what changed is written. Pure.
 * @module
 */
import { textWidth } from "../../shared/text.ts";
import { type Block, type Line, lineText } from "../view/line.ts";
import type { Palette } from "../view/theme.ts";
import {
  BEGIN_FRAME,
  encodeLine,
  END_FRAME,
  ERASE_BELOW,
  ERASE_LINE,
  HIDE_CURSOR,
  moveRows,
  SHOW_CURSOR,
  toColumn,
  WRAP_OFF,
  WRAP_ON,
} from "./ansi.ts";
import { type Reflow, reflowed, type Standing } from "./reflow.ts";

export interface Look {
  palette: Palette;
  reflow: Reflow;
  /** Links can be opened. */
  links?: boolean;
}

export interface Frame {
  /** To be printed, once and for all. */
  lines: readonly Line[];
  block: Block;
  size: { columns: number; rows: number };
}

/**
 * A block that stands on the screen, with its rows as they were written. It may begin with empty rows:
 * where it gets lower, its last row stays where it is, and what is printed next fills the gap.
 */
export interface Painted extends Standing {
  readonly encoded: readonly string[];
}

/**
 * The bytes that bring the screen from what was painted to a frame; empty if nothing changed.
 *
 * @param before what stands on the screen; `undefined`: nothing, the block begins in the cursor's row.
 */
export function paint(
  before: Painted | undefined,
  frame: Frame,
  look: Look,
): { bytes: string; painted: Painted } {
  const painted = standing(frame, heightToKeep(before, frame, look), look);
  const body = before && isPatch(before, painted) && frame.lines.length === 0
    ? patch(before, painted)
    : repaint(before, frame, painted, look);
  const bytes = body === "" ? "" : BEGIN_FRAME + HIDE_CURSOR + body + SHOW_CURSOR + END_FRAME;
  return { bytes, painted };
}

/**
 * The bytes that take the block away; the cursor is then where its top was. Row by row, since tmux
 * moves a screen that is erased from its first cell on into the scrollback.
 */
export function erase(
  before: Painted | undefined,
  size: { columns: number; rows: number },
  reflow: Reflow,
): string {
  if (!before) return "";
  const { above, total } = reflowed(before, size, reflow);
  const below = Math.min(total, size.rows) - 1;
  return "\r" + moveRows(-above) + ERASE_LINE + (moveRows(1) + ERASE_LINE).repeat(below) +
    moveRows(-below);
}

/** Rows that the block takes at least, so that its last row stays where it is. */
function heightToKeep(before: Painted | undefined, { lines, size }: Frame, { reflow }: Look) {
  if (!before) return 0;
  return Math.min(reflowed(before, size, reflow).total, size.rows) - lines.length;
}

function standing({ block, size }: Frame, height: number, { palette, links }: Look): Painted {
  const gap = new Array<string>(Math.max(0, height - block.lines.length)).fill("");
  return {
    texts: [...gap, ...block.lines.map(lineText)],
    encoded: [...gap, ...block.lines.map((line) => encodeLine(line, palette, links))],
    cursorRow: gap.length + block.cursorRow,
    cursorColumn: block.cursorColumn,
    columns: size.columns,
    rows: size.rows,
  };
}

/** True if the rows of both stand in the same places. */
function isPatch(before: Painted, after: Painted): boolean {
  return before.encoded.length === after.encoded.length && before.columns === after.columns &&
    before.rows === after.rows;
}

/** Writes the rows that differ, and puts the cursor into its place. */
function patch(before: Painted, after: Painted): string {
  let row = before.cursorRow;
  let bytes = "";
  after.encoded.forEach((encoded, index) => {
    if (encoded === before.encoded[index]) return;
    const shorter = textWidth(after.texts[index]) < textWidth(before.texts[index]);
    bytes += moveRows(index - row) + "\r" + (shorter ? ERASE_LINE : "") + encoded;
    row = index;
  });
  if (bytes !== "") bytes = WRAP_OFF + bytes + WRAP_ON;
  const moved = before.cursorRow !== after.cursorRow || before.cursorColumn !== after.cursorColumn;
  if (bytes === "" && !moved) return "";
  return bytes + moveRows(after.cursorRow - row) + toColumn(after.cursorColumn);
}

/**
 * Writes lines and block over the old block, row by row: each row is cleared just before its text, and
 * the rest of the screen at the end, so that hardly anything is blank in between, also where the
 * terminal knows no synchronised update.
 */
function repaint(
  before: Painted | undefined,
  { lines, size }: Frame,
  after: Painted,
  { palette, reflow, links }: Look,
): string {
  const top = before ? "\r" + moveRows(-reflowed(before, size, reflow).above) : "\r";
  const printed = lines
    .map((line) => `${ERASE_LINE}${encodeLine(line, palette, links)}\r\n`).join("");
  const rows = after.encoded.map((row) => ERASE_LINE + row).join("\r\n");
  const up = moveRows(after.cursorRow - (after.encoded.length - 1));
  return top + printed + WRAP_OFF + rows + WRAP_ON + ERASE_BELOW + up +
    toColumn(after.cursorColumn);
}
