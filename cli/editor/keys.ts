/**
 * What a person can do at the keyboard, as the key decoder tells it and the editor takes it.
 * @module
 */

/** Keys that are not text. `a` … `z`, digits and punctuation come with ctrl or alt only, as `char`. */
export type KeyName =
  | "char"
  | "enter"
  | "tab"
  | "backspace"
  | "delete"
  | "escape"
  | "up"
  | "down"
  | "left"
  | "right"
  | "home"
  | "end"
  | "page-up"
  | "page-down"
  | "insert"
  | "f1"
  | "f2"
  | "f3"
  | "f4"
  | "f5"
  | "f6"
  | "f7"
  | "f8"
  | "f9"
  | "f10"
  | "f11"
  | "f12";

export interface Key {
  type: "key";
  name: KeyName;
  /** For `char`: the character in lower case, e.g. `a` of Ctrl-A. */
  char?: string;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
}

export type InputEvent =
  | Key
  /** Typed text: one or more whole code points, no control characters. */
  | { type: "text"; text: string }
  /** Bracketed paste: the whole of it, newlines as `\n`, not yet sanitised. */
  | { type: "paste"; text: string }
  | { type: "focus"; focused: boolean }
  | {
    type: "mouse";
    action: "press" | "release" | "move" | "wheel-up" | "wheel-down";
    button: number;
    /** From 1. */
    column: number;
    row: number;
  };
