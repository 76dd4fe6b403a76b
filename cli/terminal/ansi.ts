/**
 * The few control sequences that the client writes (ECMA-48), and the one encoder of styled lines.
 * Text passes through here last: no control character gets past.
 * @module
 */
import type { Line } from "../view/line.ts";
import { type Palette, sgr } from "../view/theme.ts";

export const ESC = "\x1b[";
/** Begins and ends an operating system command. */
export const OSC = "\x1b]";
export const ST = "\x1b\\";
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
/** Tell when the window gets and loses the keyboard. */
export const FOCUS_ON = ESC + "?1004h";
export const FOCUS_OFF = ESC + "?1004l";
/** The title as it was is kept by the terminal, and comes back; where it keeps none, there is none. */
export const KEEP_TITLE = ESC + "22;2t";
export const RESTORE_TITLE = "\x1b]2;\x07" + ESC + "23;2t";
/** Asks for the background, and then for what every terminal answers: its kind (xterm's OSC 11, DA1). */
export const ASK_BACKGROUND = "\x1b]11;?\x07" + ESC + "c";
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

/** The bytes (as a string) of a line, without its end. @param links what leads somewhere can be opened. */
export function encodeLine(line: Line, palette: Palette, links = false): string {
  let bytes = "";
  for (const { text, style, link } of line) {
    const harmless = text.replace(CONTROLS, "\ufffd");
    const look = style ? sgr(style, palette) : "";
    const shown = look === "" ? harmless : `${ESC}${look}m${harmless}${RESET_STYLE}`;
    bytes += links && link ? linked(shown, link) : shown;
  }
  return bytes;
}

/** OSC 8: the text leads to a URL, of which nothing but printable ASCII is written. */
function linked(shown: string, url: string): string {
  return /^[\x21-\x7e]{1,2000}$/.test(url) ? `${OSC}8;;${url}${ST}${shown}${OSC}8;;${ST}` : shown;
}
