/**
 * Whole screens as bytes: of a picture only the rows that changed are written. Pure.
 * @module
 */
import type { Picture, Segment } from "../view/fullscreen/fullscreen.ts";
import {
  BEGIN_FRAME,
  encodeLine,
  END_FRAME,
  ERASE_LINE,
  ESC,
  HIDE_CURSOR,
  HOME,
  SHOW_CURSOR,
  toColumn,
  WRAP_OFF,
  WRAP_ON,
} from "./ansi.ts";
import type { Look } from "./painter.ts";

/** The alternate screen (xterm's mode 1049), which keeps the shell's as it is. */
export const ENTER_FULLSCREEN = ESC + "?1049h" + ESC + "2J" + HOME;
export const LEAVE_FULLSCREEN = ESC + "?1049l";
/** Reports of clicks and of the wheel (mode 1000), in the form that knows no last column (1006). */
export const MOUSE_ON = ESC + "?1000h" + ESC + "?1006h";
export const MOUSE_OFF = ESC + "?1006l" + ESC + "?1000l";

/** A picture that stands on the screen. */
export interface Canvas {
  readonly rows: readonly string[];
  readonly cursor: string;
  readonly columns: number;
}

/** The bytes that bring the screen from what stood on it to a picture; empty if nothing changed. */
export function paintPicture(
  before: Canvas | undefined,
  picture: Picture,
  size: { columns: number; rows: number },
  look: Look,
): { bytes: string; canvas: Canvas } {
  const rows = Array.from(
    { length: size.rows },
    (_, row) => encodeRow(picture.rows[row] ?? [], look),
  );
  const cursor = toRow(picture.cursorRow) + toColumn(picture.cursorColumn);
  const canvas = { rows, cursor, columns: size.columns };
  const same = before?.columns === size.columns && before.rows.length === size.rows;
  let body = same ? "" : `${ESC}2J`;
  rows.forEach((row, index) => {
    if (same ? before.rows[index] !== row : row !== "") body += toRow(index) + ERASE_LINE + row;
  });
  if (body === "" && before?.cursor === cursor) return { bytes: "", canvas };
  const wrapped = body === "" ? "" : WRAP_OFF + body + WRAP_ON;
  return { bytes: BEGIN_FRAME + HIDE_CURSOR + wrapped + cursor + SHOW_CURSOR + END_FRAME, canvas };
}

/** Each segment is put at its cell, so that no doubt about a character's width moves what follows. */
function encodeRow(segments: readonly Segment[], { palette, links }: Look): string {
  return segments.map(({ column, line }) => toColumn(column) + encodeLine(line, palette, links))
    .join("");
}

function toRow(row: number): string {
  return `${ESC}${row + 1};1H`;
}
