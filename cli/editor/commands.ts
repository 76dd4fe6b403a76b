/**
 * What the editor can do, by name.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { sanitizeText } from "../../shared/text.ts";
import { replaced, transposed } from "./buffer.ts";
import { accepted, complete, dismissed, offeredBy } from "./completion.ts";
import { submitted, walk } from "./history.ts";
import { kill, yank, yankOlder } from "./kill.ts";
import * as motion from "./motion.ts";
import type { Motion } from "./motion.ts";
import { type CommandKind, type EditorContext, type EditorResult, settled } from "./state.ts";
import type { EditorState } from "./state.ts";
import { edit, redo, undo } from "./undo.ts";

/** @returns `undefined` if the command has nothing to do here and the key is the app's. */
type Command = (state: EditorState, context: EditorContext) => EditorResult | undefined;

const change = (run: (state: EditorState) => EditorState): Command => (state) => ({
  state: run(state),
});
const move = (to: Motion) => change((state) => ({ ...settled(state), cursor: to(state) }));
const cut = (to: Motion) => change((state) => kill(state, to));

/** The changed state, unless the change made the draft too long. */
function fitting(state: EditorState, changed: EditorState): EditorResult {
  const { length } = changed.text;
  if (length <= limits.draftLength || length <= state.text.length) return { state: changed };
  return { state: settled(state), action: { type: "full" } };
}

/** Puts in text as it is. What is typed in a row is undone word by word. */
export function insert(state: EditorState, text: string, kind: CommandKind): EditorResult {
  if (text === "") return { state };
  const startsWord = /\s$/u.test(state.text.slice(0, state.cursor)) && /^\S/u.test(text);
  const joins = kind === "insert" && state.last === "insert" && !startsWord;
  return fitting(
    state,
    edit(state, replaced(state, state.cursor, state.cursor, text), kind, joins),
  );
}

function erase(state: EditorState, to: Motion): EditorState {
  const target = to(state);
  const [start, end] = [Math.min(target, state.cursor), Math.max(target, state.cursor)];
  return edit(state, replaced(state, start, end, ""), "delete", state.last === "delete");
}

/** A line up or down in the draft; beyond its first or last line, through the history. */
function vertical(state: EditorState, by: -1 | 1): EditorState {
  const goal = state.goal ?? motion.cellOf(state);
  const cursor = by < 0 ? motion.lineUp(state, goal) : motion.lineDown(state, goal);
  return cursor === undefined ? walk(state, by) : { ...settled(state), cursor, goal };
}

function completing(
  state: EditorState,
  context: EditorContext,
  by: -1 | 1,
  browsing = false,
): EditorResult | undefined {
  const changed = complete(state, context, by, browsing);
  return changed && fitting(state, changed);
}

/** Up and down: in the list of what can be chosen while one is shown, else in the draft. */
function upOrDown(state: EditorState, context: EditorContext, by: -1 | 1): EditorResult {
  const browsed = offeredBy(state) && completing(state, context, by, true);
  return browsed ?? { state: vertical(state, by) };
}

export const COMMANDS = {
  "move-left": move(motion.left),
  "move-right": move(motion.right),
  "move-word-left": move(motion.wordLeft),
  "move-word-right": move(motion.wordRight),
  "move-line-start": move(motion.lineStart),
  "move-line-end": move(motion.lineEnd),
  "move-start": move(motion.textStart),
  "move-end": move(motion.textEnd),
  "up": (state, context) => upOrDown(state, context, -1),
  "down": (state, context) => upOrDown(state, context, 1),
  "history-older": change((state) => walk(state, -1)),
  "history-newer": change((state) => walk(state, 1)),

  "delete-left": change((state) => erase(state, motion.left)),
  "delete-right": change((state) => erase(state, motion.right)),
  "delete-right-or-eof": (state) =>
    state.text === ""
      ? { state: settled(state), action: { type: "eof" } }
      : { state: erase(state, motion.right) },
  "transpose": change((state) => edit(state, transposed(state), "other")),

  "kill-line-end": cut(motion.lineEndOrRight),
  "kill-line-start": cut(motion.lineStartOrLeft),
  "kill-to-space": cut(motion.spaceLeft),
  "kill-word-left": cut(motion.wordLeft),
  "kill-word-right": cut(motion.wordRight),
  "yank": (state) => fitting(state, yank(state)),
  "yank-older": (state) => fitting(state, yankOlder(state)),

  "undo": change(undo),
  "redo": change(redo),

  "complete": (state, context) => completing(state, context, 1),
  "complete-back": (state, context) => completing(state, context, -1),
  "dismiss": (state) => {
    const without = dismissed(state);
    return without && { state: without };
  },

  "newline": (state) => insert(state, "\n", "insert"),
  "submit": (state) => {
    if (state.completion?.browsed) return { state: accepted(state) };
    const text = sanitizeText(state.text);
    if (text.trim() === "") return { state: settled(state) };
    return { state: submitted(state, text), action: { type: "submit", text } };
  },
  "clear-or-interrupt": (state) => {
    if (state.text === "") return { state: settled(state), action: { type: "interrupt" } };
    const cleared = edit(state, { text: "", cursor: 0 }, "other");
    return { state: { ...cleared, position: state.history.length, drafts: {} } };
  },
  "suspend": (state) => ({ state: settled(state), action: { type: "suspend" } }),
  "redraw": (state) => ({ state: settled(state), action: { type: "redraw" } }),
} satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;
