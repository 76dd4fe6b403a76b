/**
 * What the editor is made of: its state, what it is told, and what it answers.
 * @module
 */
import type { TextBuffer } from "./buffer.ts";
import type { AppCommand, Keymap } from "./keymap.ts";
import type { InputEvent } from "./keys.ts";

/** What the word before the cursor can become. */
export interface Candidate {
  /** What is put in: `@alice`, `#lobby`, `/help`, an emoji. */
  readonly text: string;
  /** As it stands in the list. */
  readonly label: string;
  readonly about?: string;
}

/** What can be chosen from for the word before the cursor. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** The one that stands in the text now; -1 before the first is chosen. */
  readonly index: number;
  /** Where the completed word stands in the text, the space after it included. */
  readonly start: number;
  readonly end: number;
  /** The word as it was typed. */
  readonly typed: string;
  /** It was chosen with the arrows: Enter takes it, and sends nothing. */
  readonly browsed: boolean;
}

/** What undo goes back to. */
export interface Snapshot extends TextBuffer {
  readonly position: number;
}

/** Commands that join with one of their own kind just before: in undo, the kill ring, yank. */
export type CommandKind = "insert" | "delete" | "kill" | "yank" | "complete" | "walk" | "other";

/** Made by `createEditor`. Only `text`, `cursor` and what is offered are meant for others to read. */
export interface EditorState extends TextBuffer {
  /** While a candidate stands in the text. */
  readonly completion?: Completion;
  /** What can be chosen for the word that is being typed. */
  readonly offered?: Completion;
  /** Where the word starts for which nothing is to be offered: Escape was pressed. */
  readonly dismissed?: number;
  /** The first keys of a chord of several, e.g. `ctrl-x`. */
  readonly prefix?: string;
  /** Kind of the command that led here. */
  readonly last: CommandKind;
  /** Cell that moves up and down try to keep. */
  readonly goal?: number;
  /** Killed texts, the newest first. */
  readonly kills: readonly string[];
  /** What the last yank put in: where it stands, and which kill it is. */
  readonly yank?: { readonly start: number; readonly end: number; readonly index: number };
  /** Oldest first. */
  readonly undo: readonly Snapshot[];
  readonly redo: readonly Snapshot[];
  /** Texts submitted before, oldest first. */
  readonly history: readonly string[];
  /** Which text of the history is being edited; `history.length` is the new draft. */
  readonly position: number;
  /** By position: texts as they were left when the person walked on in the history. */
  readonly drafts: Readonly<Record<number, string>>;
}

/** Something that can be completed: a name without its sigil, and a few words about it. */
export interface Offer {
  readonly name: string;
  readonly about?: string;
  /** What it becomes, if that is not its name: an emoji. */
  readonly text?: string;
}

/** What can be completed, in the order in which to offer it, and what the keys do. */
export interface EditorContext {
  readonly people: readonly Offer[];
  readonly rooms: readonly Offer[];
  readonly commands: readonly Offer[];
  readonly emoji?: readonly Offer[];
  /** The default one if absent. */
  readonly keymap?: Keymap;
}

/** What the editor leaves to the app. */
export type EditorAction =
  /**
   * Enter on a draft that is not blank, sanitised. The state that comes with it is cleared, and its
   * history holds the text: an app that refuses the text keeps the state from before.
   */
  | { type: "submit"; text: string }
  /** Ctrl-D on an empty draft. */
  | { type: "eof" }
  /** Ctrl-C on an empty draft. (Otherwise it clears the draft, which undo brings back.) */
  | { type: "interrupt" }
  /** Ctrl-Z. */
  | { type: "suspend" }
  /** Ctrl-L. */
  | { type: "redraw" }
  /** A key that is bound to something beyond the input line. */
  | { type: "command"; name: AppCommand }
  /** The draft would be longer than `limits.draftLength`: all that was to come in was left out. */
  | { type: "full" }
  /** The editor has no use for it: page keys, F keys, Escape, Tab after nothing to complete, mouse … */
  | { type: "unhandled"; event: InputEvent };

export interface EditorResult {
  state: EditorState;
  action?: EditorAction;
}

/** The state as any command leaves it that joins with none after it. */
export function settled(state: EditorState): EditorState {
  return {
    ...state,
    completion: undefined,
    offered: undefined,
    yank: undefined,
    goal: undefined,
    last: "other",
  };
}
