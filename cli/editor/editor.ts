/**
 * The input line as a pure value: a key comes in, the next state and at most one action come out.
 * @module
 */
import { sanitizeText, sanitizeTyped } from "../../shared/text.ts";
import { COMMANDS, insert } from "./commands.ts";
import { offering } from "./completion.ts";
import { DEFAULT_KEYMAP, isAppCommand, lookUp } from "./keymap.ts";
import type { InputEvent, Key } from "./keys.ts";
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
  const result = take(state, event, context);
  return { ...result, state: offering(result.state, context) };
}

function take(before: EditorState, event: InputEvent, context: EditorContext): EditorResult {
  if (event.type === "focus" || event.type === "mouse") {
    return { state: before, action: { type: "unhandled", event } };
  }
  const { prefix, ...state } = before;
  switch (event.type) {
    case "text":
      return prefix === undefined
        ? insert(state, sanitizeTyped(event.text), "insert")
        : typeAfter(prefix, state, event.text, context);
    case "paste":
      return insert(state, sanitizeText(event.text), "other");
    case "key":
      return press(state, event, context, prefix);
  }
}

/** A letter may be the rest of a chord; what is bound to nothing is text. */
function typeAfter(
  prefix: string,
  state: EditorState,
  text: string,
  context: EditorContext,
): EditorResult {
  const [first = ""] = text;
  const char = first.toLowerCase();
  const key: Key = {
    type: "key",
    name: "char",
    char,
    ctrl: false,
    alt: false,
    shift: char !== first,
  };
  if (!lookUp(context.keymap ?? DEFAULT_KEYMAP, key, prefix)) {
    return insert(state, sanitizeTyped(text), "insert");
  }
  const pressed = press(state, key, context, prefix);
  const rest = text.slice(first.length);
  if (rest === "") return pressed;
  const typed = take(pressed.state, { type: "text", text: rest }, context);
  return { state: typed.state, action: pressed.action ?? typed.action };
}

function press(
  state: EditorState,
  key: Key,
  context: EditorContext,
  prefix: string | undefined,
): EditorResult {
  const found = lookUp(context.keymap ?? DEFAULT_KEYMAP, key, prefix);
  if (!found) {
    // Keys that mean nothing after a prefix mean nothing at all.
    if (prefix !== undefined) return { state: settled(state) };
    return { state: settled(state), action: { type: "unhandled", event: key } };
  }
  if ("prefix" in found) return { state: { ...settled(state), prefix: found.prefix } };
  const { command } = found;
  if (isAppCommand(command)) {
    return { state: settled(state), action: { type: "command", name: command } };
  }
  return COMMANDS[command](state, context) ??
    { state: settled(state), action: { type: "unhandled", event: key } };
}
