/**
 * The view's own language: a line is a row of styled spans. What a style looks like is the theme's
 * matter, which bytes make it is the terminal's.
 * @module
 */
import { textWidth, truncateText } from "../../shared/text.ts";

export type Style =
  | "dim"
  | "bold"
  | "own"
  | "mention"
  | "whisper"
  | "room"
  | "info"
  | "warning"
  | "error"
  | "online"
  | "offline"
  | "waiting"
  | "prompt"
  | "strong"
  | "emphasis"
  | "code"
  | "quote"
  | "link"
  | "selected"
  | "fresh"
  | `author-${number}`;

export interface Span {
  readonly text: string;
  readonly style?: Style;
  /** An http, https or mailto URL in ASCII that the text leads to. */
  readonly link?: string;
}

export type Line = readonly Span[];

/** What stays at the bottom: its rows, and where among them the cursor is, in cells, from 0. */
export interface Block {
  readonly lines: readonly Line[];
  readonly cursorRow: number;
  readonly cursorColumn: number;
}

export function span(text: string, style?: Style): Span {
  return style ? { text, style } : { text };
}

/** The characters of a line. */
export function lineText(line: Line): string {
  return line.map(({ text }) => text).join("");
}

/** Terminal cells of a line. */
export function lineWidth(line: Line): number {
  return line.reduce((width, { text }) => width + textWidth(text), 0);
}

/** The line cut to at most `columns` cells. */
export function truncateLine(line: Line, columns: number): Line {
  if (lineWidth(line) <= columns) return line;
  const kept: Span[] = [];
  let room = columns;
  for (const part of line) {
    const width = textWidth(part.text);
    if (width > room) {
      kept.push({ ...part, text: truncateText(part.text, room) });
      break;
    }
    kept.push(part);
    room -= width;
  }
  return kept;
}
