/**
 * Every change of the draft goes through `edit`, which keeps what undo goes back to.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { TextBuffer } from "./buffer.ts";
import { type CommandKind, type EditorState, settled, type Snapshot } from "./state.ts";

function snapshot({ text, cursor, position }: EditorState): Snapshot {
  return { text, cursor, position };
}

/**
 * The state with another text.
 *
 * @param joins true to make one step of undo out of this change and the last.
 */
export function edit(
  state: EditorState,
  { text, cursor }: TextBuffer,
  kind: CommandKind,
  joins = false,
): EditorState {
  if (text === state.text) return { ...settled(state), cursor };
  const undo = joins ? state.undo : [...state.undo, snapshot(state)].slice(-limits.undoSteps);
  return { ...settled(state), text, cursor, undo, redo: [], last: kind };
}

/** Back by one step. */
export function undo(state: EditorState): EditorState {
  const before = state.undo.at(-1);
  if (!before) return settled(state);
  return {
    ...settled(state),
    ...before,
    undo: state.undo.slice(0, -1),
    redo: [...state.redo, snapshot(state)],
  };
}

/** Forth again by one step that was undone. */
export function redo(state: EditorState): EditorState {
  const after = state.redo.at(-1);
  if (!after) return settled(state);
  return {
    ...settled(state),
    ...after,
    undo: [...state.undo, snapshot(state)],
    redo: state.redo.slice(0, -1),
  };
}
