/**
 * What the editor's tests share: keys written as text, and events of every kind.
 * @module
 */
import fc from "fast-check";
import { applyInput, type EditorAction, type EditorState } from "../editor.ts";
import type { InputEvent, Key, KeyName } from "../keys.ts";

const CONTEXT = {
  people: [{ name: "alice", about: "online" }, { name: "bob" }, { name: "alfred" }],
  rooms: [{ name: "lobby" }, { name: "dev" }],
  commands: [{ name: "help" }, { name: "history" }],
  emoji: [{ name: "rocket", text: "🚀", about: "rocket" }, { name: "smile", text: "😄" }],
};

/** The key of a chord such as `ctrl-a`, `alt-enter`, `ctrl-_`. */
export function keyOf(chord: string): Key {
  const [, modifiers, name] = /^((?:ctrl-|alt-|shift-)*)(.+)$/.exec(chord)!;
  const has = (modifier: string) => modifiers.includes(modifier);
  const flags = { ctrl: has("ctrl"), alt: has("alt"), shift: has("shift") };
  return name.length === 1
    ? { type: "key", name: "char", char: name, ...flags }
    : { type: "key", name: name as KeyName, ...flags };
}

/** Types text with chords in braces, each character an event; tells the actions too. */
export function typeAll(state: EditorState, keys: string) {
  const actions: EditorAction[] = [];
  for (const [, chord, text] of keys.matchAll(/\{([^}]+)\}|([^{])/gsu)) {
    const result = applyInput(state, chord ? keyOf(chord) : { type: "text", text }, CONTEXT);
    state = result.state;
    if (result.action) actions.push(result.action);
  }
  return { state, actions };
}

export function type(state: EditorState, keys: string): EditorState {
  return typeAll(state, keys).state;
}

/** The text with `|` at the cursor. */
export function view({ text, cursor }: { text: string; cursor: number }): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const CHORDS = (
  "left right up down home end backspace delete enter tab shift-tab escape page-up alt-enter " +
  "ctrl-a ctrl-b ctrl-c ctrl-d ctrl-e ctrl-f ctrl-h ctrl-j ctrl-k ctrl-l ctrl-n ctrl-p ctrl-t " +
  "ctrl-u ctrl-w ctrl-y ctrl-z ctrl-_ alt-_ alt-b alt-d alt-f alt-y alt-p alt-n alt-backspace " +
  "ctrl-left ctrl-right ctrl-home ctrl-end ctrl-delete"
).split(" ");

const PIECES = [
  "a",
  " ",
  "@",
  "@al",
  "#lo",
  "/he",
  "\n",
  "é",
  "e",
  "\u0301",
  "漢",
  "👩",
  "\u200d",
  "🚀",
]
  .concat([
    "🇬",
    "🇧",
    "\ufe0f",
    "❤",
    "🏽",
    "क",
    "\u094d",
    "ष",
    "שלום",
    "\u0600",
    "한",
    "\u1100",
    "\u1161",
  ]);

/** Text of what is hard to edit and to lay out. */
export const hardDraft = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 })
  .map((pieces) => pieces.join(""));

export const anyInput: fc.Arbitrary<InputEvent> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...CHORDS.map(keyOf)) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...PIECES).filter((text) => text !== "\n")
      .map((text) => ({ type: "text" as const, text })),
  },
  fc.oneof(hardDraft, fc.string({ unit: "binary", maxLength: 6 }))
    .map((text) => ({ type: "paste" as const, text })),
  fc.constant({ type: "focus" as const, focused: true }),
);
