/**
 * The input line as a pure value: a key comes in, the next state and at most one action come out.
 * @module
 */
import type { InputEvent } from "./keys.ts";

/** Made by `createEditor`; only `text`, `cursor` and `completion` are meant for others to read. */
export interface EditorState {
  readonly text: string;
  /** Index into `text` (UTF-16 units), at a grapheme boundary. */
  readonly cursor: number;
  /** While Tab is cycling: what it offers. */
  readonly completion?: { readonly candidates: readonly string[]; readonly index: number };
}
/** What Tab can complete: names without their `@`, `#`, `/`. */
export interface EditorContext {
  readonly people: readonly string[];
  readonly rooms: readonly string[];
  readonly commands: readonly string[];
}
/** What the editor leaves to the app. */
export type EditorAction =
  /** Enter on a draft that is not blank. The state returned is already cleared and its history holds
   * the text: an app that refuses the text keeps the state from before. */
  | { type: "submit"; text: string }
  /** Ctrl-D on an empty line. */
  | { type: "eof" }
  /** Ctrl-C on an empty line. (On a draft it clears the draft and is no action; undo brings it back.) */
  | { type: "interrupt" }
  /** Ctrl-Z. */
  | { type: "suspend" }
  /** Ctrl-L. */
  | { type: "redraw" }
  /** The text didn't fit: `limits.draftLength`. What fitted not at all was left out whole. */
  | { type: "full" }
  /** The editor has no use for it (page keys, F keys, Escape, focus, mouse …). */
  | { type: "unhandled"; event: InputEvent };

export interface EditorResult {
  state: EditorState;
  action?: EditorAction;
}
export function createEditor(): EditorState {
  return { text: "", cursor: 0 };
}
/** Replaces the draft (undoable), cursor at its end. */
export function setDraft(state: EditorState, text: string): EditorState {
  return { ...state, text, cursor: text.length };
}
export function applyInput(
  state: EditorState,
  event: InputEvent,
  _context: EditorContext,
): EditorResult {
  return { state, action: { type: "unhandled", event } };
}
