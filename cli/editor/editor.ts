/**
 * The input line as a pure value: a key comes in, the next state and at most one action come out.
 * @module
 */
import { sanitizeText, sanitizeTyped } from "../../shared/text.ts";
import { COMMANDS, insert } from "./commands.ts";
import { commandOf } from "./keymap.ts";
import type { InputEvent } from "./keys.ts";
import { type EditorContext, type EditorResult, type EditorState, settled } from "./state.ts";
import { edit } from "./undo.ts";

export type { EditorAction, EditorContext, EditorResult, EditorState } from "./state.ts";

/** @param history texts submitted before, oldest first. */
export function createEditor(history: readonly string[] = []): EditorState {
  return {
    text: "",
    cursor: 0,
    last: "other",
    kills: [],
    undo: [],
    redo: [],
    history,
    position: history.length,
    drafts: {},
  };
}

/** Puts a text in the place of the draft, the cursor at its end. Undo brings the draft back. */
export function setDraft(state: EditorState, text: string): EditorState {
  const clean = sanitizeText(text);
  return edit(state, { text: clean, cursor: clean.length }, "other");
}

/** Takes one event. A paste comes in literally, sanitised, and is one step of undo. */
export function applyInput(
  state: EditorState,
  event: InputEvent,
  context: EditorContext,
): EditorResult {
  switch (event.type) {
    case "text":
      return insert(state, sanitizeTyped(event.text), "insert");
    case "paste":
      return insert(state, sanitizeText(event.text), "other");
    case "key": {
      const command = commandOf(event);
      const result = command && COMMANDS[command](state, context);
      return result ?? { state: settled(state), action: { type: "unhandled", event } };
    }
    case "focus":
    case "mouse":
      return { state, action: { type: "unhandled", event } };
  }
}
