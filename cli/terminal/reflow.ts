/**
 * Where the top of the block is after the terminal was resized: terminals wrap rows that have become
 * too long, each in its own way, and tell nobody.
 * @module
 */
import { graphemes, textWidth } from "../../shared/text.ts";

/**
 * What a terminal does to rows that have become too long:
 * - `all`: wraps them; the cursor stays with its character (tmux, VTE, kitty, iTerm2, Konsole …).
 * - `xterm.js`: the same, but the cursor keeps its distance to the last row.
 * - `none`: cuts them (xterm, the Linux console, GNU screen).
 */
export type Reflow = "all" | "xterm.js" | "none";

/** @param env the environment. */
export function detectReflow(env: Readonly<Record<string, string | undefined>>): Reflow {
  if (env.TMUX) return "all";
  if (env.XTERM_VERSION || env.STY || env.TERM === "linux") return "none";
  return env.TERM_PROGRAM === "vscode" ? "xterm.js" : "all";
}

/** The block as it stands on the screen. */
export interface Standing {
  /** The characters of each row. */
  readonly texts: readonly string[];
  readonly cursorRow: number;
  readonly cursorColumn: number;
  readonly columns: number;
  readonly rows: number;
}

/** What has become of a block in a terminal that now has this size. */
export interface Reflowed {
  /** Rows that it takes. */
  readonly total: number;
  /** Rows of it above the cursor's. */
  readonly above: number;
}

export function reflowed(
  block: Standing,
  size: { columns: number; rows: number },
  reflow: Reflow,
): Reflowed {
  const { texts, cursorRow, cursorColumn } = block;
  if (size.columns >= block.columns || reflow === "none") {
    return { total: texts.length, above: cursorRow };
  }
  if (reflow === "xterm.js") {
    const added = rowsAddedByXtermJs(block, size);
    return { total: texts.length + added, above: cursorRow + added };
  }
  const taken = texts.map((text) => 1 + rowsAdded(text, size.columns));
  const sum = (rows: number[]) => rows.reduce((a, b) => a + b, 0);
  const above = sum(taken.slice(0, cursorRow)) +
    rowOfCell(texts[cursorRow], cursorColumn, size.columns);
  return { total: sum(taken), above };
}

/**
 * Xterm.js wraps from the last row up, and takes for the cursor's row, which it leaves alone, whatever
 * row stands where the cursor's was before those rows were added.
 */
function rowsAddedByXtermJs(block: Standing, size: { columns: number; rows: number }): number {
  // A terminal that loses height loses rows below the cursor first.
  const lost = Math.min(
    Math.max(0, block.rows - size.rows),
    block.texts.length - 1 - block.cursorRow,
  );
  let added = 0;
  for (let row = block.texts.length - 1 - lost; row >= 0; row--) {
    if (row !== block.cursorRow + added) added += rowsAdded(block.texts[row], size.columns);
  }
  return added;
}

/** Rows that a text takes beyond its first. */
function rowsAdded(text: string, columns: number): number {
  return rowOfCell(text, Infinity, columns);
}

/** The row, from 0, in which a cell of a text stands once the text is wrapped at `columns`. */
function rowOfCell(text: string, cell: number, columns: number): number {
  let row = 0;
  let column = 0;
  let passed = 0;
  for (const cluster of graphemes(text)) {
    if (passed > cell) break;
    const width = textWidth(cluster);
    if (column + width > columns) {
      row++;
      column = 0;
    }
    column += width;
    passed += width;
  }
  return row;
}
