/**
 * Completion of @names, #rooms, /commands and :emoji:.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { nameKey } from "../../shared/name_key.ts";
import { sanitizeLine } from "../../shared/text.ts";
import { replaced, type TextBuffer } from "./buffer.ts";
import { type Completion, type EditorContext, type EditorState, settled } from "./state.ts";
import { edit } from "./undo.ts";

/** The word before the cursor that has a sigil. */
const WORD = /(?<=^|[\s(])([@#/:])(\S*)$/u;

/** Letters after a colon from which on emoji are offered unasked: `:D` and times are no emoji. */
const EMOJI_LETTERS = 2;

function wordAt({ text, cursor }: TextBuffer) {
  const before = text.slice(0, cursor);
  const found = WORD.exec(before);
  if (!found) return undefined;
  const [word, sigil, typed] = found;
  if (sigil === "/" && before.slice(0, found.index).trim() !== "") return undefined;
  return { word, sigil, typed, start: found.index };
}

/** What the word before the cursor can become; `undefined` if that is nothing. */
function candidatesAt(buffer: TextBuffer, context: EditorContext): Completion | undefined {
  const found = wordAt(buffer);
  if (!found) return undefined;
  const { word, sigil, typed, start } = found;
  if (sigil === ":" && typed === "") return undefined;
  const offers = {
    "@": context.people,
    "#": context.rooms,
    "/": context.commands,
    ":": context.emoji ?? [],
  }[sigil]!;
  // Names of emoji are plain already, and there are thousands.
  const keyOf = sigil === ":" ? (name: string) => name : nameKey;
  const key = sigil === ":" ? typed.toLowerCase() : nameKey(typed);
  const first = offers.filter(({ name }) => keyOf(name).startsWith(key));
  const others = sigil === ":"
    ? offers.filter(({ name }) => !name.startsWith(key) && name.includes(key))
    : [];
  const seen = new Set<string>();
  const candidates = [...first, ...others].flatMap(({ name, about, text }) => {
    const clean = sanitizeLine(name);
    if (seen.has(clean)) return [];
    seen.add(clean);
    const named = `${sigil}${clean}`;
    return [{ text: text ?? named, label: text ? `${text} ${named}:` : named, about }];
  }).slice(0, limits.completions);
  if (candidates.length === 0) return undefined;
  const end = buffer.cursor;
  return { candidates, index: -1, start, end, typed: word, browsed: false };
}

/** The state with what is offered as one types: nothing that stands there already. */
export function offering(before: EditorState, context: EditorContext): EditorState {
  const state = forgetDismissed(before);
  return { ...state, offered: state.completion ? undefined : offer(state, context) };
}

function offer(state: EditorState, context: EditorContext): Completion | undefined {
  // Only while the word is being written: elsewhere the arrows are for moving.
  if (state.last !== "insert" && state.last !== "delete") return undefined;
  const completion = candidatesAt(state, context);
  if (!completion || completion.start === state.dismissed) return undefined;
  const { candidates, typed } = completion;
  if (typed.startsWith(":") && typed.length <= EMOJI_LETTERS) return undefined;
  return candidates.length === 1 && candidates[0].text === typed ? undefined : completion;
}

/**
 * Completes the word before the cursor, or puts the next candidate (the one before, for -1) in the
 * place of the last, which is one step of undo.
 *
 * @param browsing with the arrows in the list: Enter will take it.
 * @returns `undefined` if there is nothing to complete.
 */
export function complete(
  state: EditorState,
  context: EditorContext,
  by: -1 | 1,
  browsing = false,
): EditorState | undefined {
  const completion = state.completion ?? candidatesAt(state, context);
  if (!completion) return undefined;
  const { candidates, start, end, typed } = completion;
  const from = completion.index < 0 && by < 0 ? 0 : completion.index;
  const index = (from + by + candidates.length) % candidates.length;
  const space = /^\s/.test(state.text.slice(end)) ? "" : " ";
  const word = candidates[index].text + space;
  const changed = edit(
    state,
    replaced(state, start, end, word),
    "complete",
    state.last === "complete",
  );
  const now = { candidates, index, start, end: start + word.length, typed };
  return { ...changed, completion: { ...now, browsed: browsing || completion.browsed } };
}

/** The candidate in the text is the word now. */
export function accepted(state: EditorState): EditorState {
  return { ...settled(state), dismissed: state.completion?.start };
}

/** Without the list, the word as it was typed; `undefined` if there is no list. */
export function dismissed(state: EditorState): EditorState | undefined {
  const shown = offeredBy(state);
  if (!shown) return undefined;
  const { start, end, typed } = shown;
  const back = state.completion ? edit(state, replaced(state, start, end, typed), "other") : state;
  return { ...settled(back), dismissed: start };
}

/** What the list shows, if there is one. */
export function offeredBy({ completion, offered }: EditorState): Completion | undefined {
  return completion ?? offered;
}

/** Another word may be completed again. */
function forgetDismissed(state: EditorState): EditorState {
  if (state.dismissed === undefined || wordAt(state)?.start === state.dismissed) return state;
  return { ...state, dismissed: undefined };
}
