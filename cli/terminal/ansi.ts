/**
 * The few control sequences that the client writes (ECMA-48), and the one encoder of styled lines.
 * Text passes through here last: no control character gets past.
 * @module
 */
import type { Line } from "../view/line.ts";
import { type Colours, sgr } from "../view/theme.ts";

export const ESC = "\x1b[";
/** Synchronised update: the terminal shows what is between the two at once. */
export const BEGIN_FRAME = ESC + "?2026h";
export const END_FRAME = ESC + "?2026l";
export const HIDE_CURSOR = ESC + "?25l";
export const SHOW_CURSOR = ESC + "?25h";
/** What would go past the last column stays there, and the next row is not begun. */
export const WRAP_OFF = ESC + "?7l";
export const WRAP_ON = ESC + "?7h";
export const BRACKETED_PASTE_ON = ESC + "?2004h";
export const BRACKETED_PASTE_OFF = ESC + "?2004l";
export const RESET_STYLE = ESC + "0m";
/** The whole row, wherever in it the cursor is. Erasing only its rest would do for the eye, but tmux
 * would go on counting the cells that were used, and wrap them when it gets narrower. */
export const ERASE_LINE = ESC + "2K";
export const ERASE_BELOW = ESC + "J";
export const BELL = "\x07";
export const HOME = ESC + "H";

/** Moves the cursor by so many rows: up if negative. It stops at the edge of the screen. */
export function moveRows(rows: number): string {
  return rows === 0 ? "" : rows < 0 ? `${ESC}${-rows}A` : `${ESC}${rows}B`;
}

/** Moves the cursor to a column of its row, from 0. */
export function toColumn(column: number): string {
  return column === 0 ? "\r" : `\r${ESC}${column}C`;
}

/** Everything that a terminal could take for a command: C0, DEL, C1. */
export const CONTROLS = /[\x00-\x1f\x7f-\x9f]/g;

/** The bytes (as a string) of a line, without its end. */
export function encodeLine(line: Line, colours: Colours): string {
  let bytes = "";
  for (const { text, style } of line) {
    const harmless = text.replace(CONTROLS, "\ufffd");
    const look = style ? sgr(style, colours) : "";
    bytes += look === "" ? harmless : `${ESC}${look}m${harmless}${RESET_STYLE}`;
  }
  return bytes;
}
