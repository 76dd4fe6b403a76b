/**
 * Completion of @names, #rooms and /commands.
 * @module
 */
import { nameKey } from "../../shared/names.ts";
import { sanitizeLine } from "../../shared/text.ts";
import { replaced, type TextBuffer } from "./buffer.ts";
import type { Completion, EditorContext, EditorState } from "./state.ts";
import { edit } from "./undo.ts";

/** The word before the cursor that has a sigil. */
const WORD = /(?<=^|[\s(])([@#/])(\S*)$/u;

/** What the word before the cursor can become; `undefined` if that is nothing. */
function candidatesAt(
  { text, cursor }: TextBuffer,
  context: EditorContext,
): Completion | undefined {
  const before = text.slice(0, cursor);
  const found = WORD.exec(before);
  if (!found) return undefined;
  const [, sigil, typed] = found;
  if (sigil === "/" && before.slice(0, found.index).trim() !== "") return undefined;
  const names = { "@": context.people, "#": context.rooms, "/": context.commands }[sigil]!;
  const key = nameKey(typed);
  const matching = names.filter((name) => nameKey(name).startsWith(key));
  const candidates = [...new Set(matching.map(sanitizeLine))];
  return candidates.length > 0
    ? { candidates, index: -1, start: found.index, end: cursor }
    : undefined;
}

/**
 * Completes the word before the cursor, or puts the next candidate (the one before, for -1) in the
 * place of the last, which is one step of undo.
 *
 * @returns `undefined` if there is nothing to complete.
 */
export function complete(
  state: EditorState,
  context: EditorContext,
  by: -1 | 1,
): EditorState | undefined {
  const completion = state.completion ?? candidatesAt(state, context);
  if (!completion) return undefined;
  const { candidates, start, end } = completion;
  const from = completion.index < 0 && by < 0 ? 0 : completion.index;
  const index = (from + by + candidates.length) % candidates.length;
  const space = /^\s/.test(state.text.slice(end)) ? "" : " ";
  const word = state.text[start] + candidates[index] + space;
  const changed = edit(
    state,
    replaced(state, start, end, word),
    "complete",
    state.last === "complete",
  );
  return { ...changed, completion: { candidates, index, start, end: start + word.length } };
}
