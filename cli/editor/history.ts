/**
 * The texts submitted before, to walk through; what was being written waits at its place.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { type EditorState, settled } from "./state.ts";
import { edit } from "./undo.ts";

/** To the text before (-1) or after (+1); stays where there is none. A walk is one step of undo. */
export function walk(state: EditorState, by: -1 | 1): EditorState {
  const position = state.position + by;
  if (position < 0 || position > state.history.length) return settled(state);
  const drafts = { ...state.drafts, [state.position]: state.text };
  const text = drafts[position] ?? state.history[position] ?? "";
  const walked = edit(state, { text, cursor: text.length }, "walk", state.last === "walk");
  return { ...walked, position, drafts };
}

/** The cleared editor after `text` was submitted. The same text twice in a row is kept once. */
export function submitted(state: EditorState, text: string): EditorState {
  const history = state.history.at(-1) === text
    ? state.history
    : [...state.history, text].slice(-limits.draftHistory);
  const cleared = { text: "", cursor: 0, undo: [], redo: [], drafts: {}, dismissed: undefined };
  return { ...settled(state), ...cleared, history, position: history.length };
}
