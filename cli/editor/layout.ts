/**
 * The draft as rows of the screen, and the place of the cursor in them.
 * @module
 */
import { clusterWidth, graphemes, splitToFit, textWidth, truncateText } from "../../shared/text.ts";
import type { TextBuffer } from "./buffer.ts";

export interface EditorLayout {
  /** At least one; each at most `columns` cells wide, prompt and indent included. */
  rows: string[];
  /** From 0. */
  cursorRow: number;
  /** Cells from 0, always less than `columns`. */
  cursorColumn: number;
}

/** What stands for a character that is wider than a whole row. */
const TOO_WIDE = "…";

/**
 * Breaks the draft into rows. The last cell of a row stays free, so that the cursor has a place after
 * the last character.
 *
 * @param columns of the terminal, at least 1.
 * @param prompt one line of plain text before the first row; the others are indented as much. It is
 * cut where it would leave less than a wide character's room.
 */
export function layoutEditor(buffer: TextBuffer, columns: number, prompt: string): EditorLayout {
  const head = truncateText(prompt, Math.max(0, columns - 3));
  const indent = textWidth(head);
  const room = Math.max(1, columns - indent - 1);
  const rows = [head];
  let [width, index] = [0, 0];
  let cursor = { row: 0, width: 0 };
  const breakRow = () => {
    rows.push(" ".repeat(indent));
    width = 0;
  };
  for (const cluster of graphemes(buffer.text)) {
    const pieces = cluster === "\n" ? [] : splitToFit(cluster, room);
    pieces.forEach((piece, place) => {
      const fits = clusterWidth(piece) <= room;
      const cells = fits ? clusterWidth(piece) : textWidth(TOO_WIDE);
      if (width + cells > room) breakRow();
      if (index === buffer.cursor && place === 0) cursor = { row: rows.length - 1, width };
      rows[rows.length - 1] += fits ? piece : TOO_WIDE;
      width += cells;
    });
    if (cluster === "\n") {
      if (index === buffer.cursor) cursor = { row: rows.length - 1, width };
      breakRow();
    }
    index += cluster.length;
  }
  if (buffer.cursor === buffer.text.length) cursor = { row: rows.length - 1, width };
  const cursorColumn = Math.min(indent + cursor.width, Math.max(0, columns - 1));
  return { rows, cursorRow: cursor.row, cursorColumn };
}
