/**
 * The kill ring: what was cut, to be put in again.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { replaced } from "./buffer.ts";
import type { Motion } from "./motion.ts";
import { type EditorState, settled } from "./state.ts";
import { edit } from "./undo.ts";

/** Cuts what lies between the cursor and where the motion leads. Cuts in a row are one text of the ring. */
export function kill(state: EditorState, motion: Motion): EditorState {
  const target = motion(state);
  const [start, end] = target < state.cursor ? [target, state.cursor] : [state.cursor, target];
  if (start === end) return settled(state);
  const cut = state.text.slice(start, end);
  const joins = state.last === "kill";
  const [newest = "", ...older] = joins ? state.kills : ["", ...state.kills];
  const joined = target < state.cursor ? cut + newest : newest + cut;
  const kills = [joined, ...older].slice(0, limits.killRing);
  return { ...edit(state, replaced(state, start, end, ""), "kill"), kills };
}

/** Puts in the newest text of the ring. */
export function yank(state: EditorState): EditorState {
  if (state.kills.length === 0) return settled(state);
  return putIn(state, state.cursor, state.cursor, 0, false);
}

/** Right after a yank: the next older text of the ring in its place, as one step of undo with it. */
export function yankOlder(state: EditorState): EditorState {
  if (!state.yank) return settled(state);
  const { start, end, index } = state.yank;
  return putIn(state, start, end, (index + 1) % state.kills.length, state.last === "yank");
}

function putIn(
  state: EditorState,
  start: number,
  end: number,
  index: number,
  joins: boolean,
): EditorState {
  const text = state.kills[index];
  const changed = edit(state, replaced(state, start, end, text), "yank", joins);
  return { ...changed, yank: { start, end: start + text.length, index } };
}
