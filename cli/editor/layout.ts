/**
 * The draft as rows of the screen, and the place of the cursor in them.
 * @module
 */
export interface EditorLayout {
  /** Each at most `columns` cells wide, prompt and indent included. At least one. */
  rows: string[];
  /** From 0. */
  cursorRow: number;
  /** Cells from 0, always less than `columns`. */
  cursorColumn: number;
}
/** `prompt` (one line, plain text) stands before the first row; the others are indented as much. */
export function layoutEditor(
  state: { readonly text: string; readonly cursor: number },
  _columns: number,
  prompt: string,
): EditorLayout {
  return { rows: [prompt + state.text], cursorRow: 0, cursorColumn: 0 };
}
