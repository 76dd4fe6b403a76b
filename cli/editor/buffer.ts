/**
 * A text with a cursor, which is always between two grapheme clusters.
 * @module
 */
import { graphemeEnd, graphemes, graphemeStart } from "../../shared/text.ts";

export interface TextBuffer {
  readonly text: string;
  /** Index into `text` (UTF-16 units), at a boundary of grapheme clusters. */
  readonly cursor: number;
}

/** The buffer with its cursor moved on to the next boundary, if it is at none. */
export function placed(text: string, cursor: number): TextBuffer {
  const inside = cursor < text.length && graphemeStart(text, cursor) !== cursor;
  return { text, cursor: inside ? graphemeEnd(text, cursor) : cursor };
}

/** Puts `inserted` in the place of `start` … `end`, the cursor after it. */
export function replaced(
  { text }: TextBuffer,
  start: number,
  end: number,
  inserted: string,
): TextBuffer {
  return placed(text.slice(0, start) + inserted + text.slice(end), start + inserted.length);
}

/** Swaps the clusters beside the cursor, or the last two at the end of a line (Emacs' Ctrl-T). */
export function transposed(buffer: TextBuffer): TextBuffer {
  const { text, cursor } = buffer;
  const atEnd = cursor === text.length || text[cursor] === "\n";
  const middle = atEnd && cursor > 0 ? graphemeStart(text, cursor - 1) : cursor;
  if (middle === 0 || text[middle - 1] === "\n" || middle === text.length) return buffer;
  const [first] = graphemes(text.slice(middle));
  const start = graphemeStart(text, middle - 1);
  return replaced(buffer, start, middle + first.length, first + text.slice(start, middle));
}
