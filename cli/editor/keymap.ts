/**
 * Which key runs which command: Emacs' keys, as shells have them.
 * @module
 */
import type { CommandName } from "./commands.ts";
import type { Key } from "./keys.ts";

const KEYMAP: Record<string, CommandName> = {
  "left": "move-left",
  "ctrl-b": "move-left",
  "right": "move-right",
  "ctrl-f": "move-right",
  "ctrl-left": "move-word-left",
  "alt-b": "move-word-left",
  "ctrl-right": "move-word-right",
  "alt-f": "move-word-right",
  "home": "move-line-start",
  "ctrl-a": "move-line-start",
  "end": "move-line-end",
  "ctrl-e": "move-line-end",
  "ctrl-home": "move-start",
  "alt-<": "move-start",
  "ctrl-end": "move-end",
  "alt->": "move-end",
  "up": "up",
  "ctrl-p": "up",
  "down": "down",
  "ctrl-n": "down",
  "alt-p": "history-older",
  "alt-n": "history-newer",

  "backspace": "delete-left",
  "ctrl-h": "delete-left",
  "delete": "delete-right",
  "ctrl-d": "delete-right-or-eof",
  "ctrl-t": "transpose",

  "ctrl-k": "kill-line-end",
  "ctrl-u": "kill-line-start",
  "ctrl-w": "kill-to-space",
  "alt-d": "kill-word-right",
  "ctrl-delete": "kill-word-right",
  "alt-delete": "kill-word-right",
  "alt-backspace": "kill-word-left",
  "ctrl-backspace": "kill-word-left",
  "ctrl-alt-h": "kill-word-left",
  "ctrl-y": "yank",
  "alt-y": "yank-older",

  "ctrl-_": "undo",
  "ctrl-/": "undo",
  // Ctrl-_ as kitty tells it: the key that has the underscore.
  "ctrl-shift--": "undo",
  "alt-_": "redo",
  "alt-shift--": "redo",

  "tab": "complete",
  "shift-tab": "complete-back",

  "enter": "submit",
  "alt-enter": "newline",
  "shift-enter": "newline",
  "ctrl-j": "newline",

  "ctrl-c": "clear-or-interrupt",
  "ctrl-z": "suspend",
  "ctrl-l": "redraw",
};

function chord(key: Key, shift: boolean): string {
  const modifiers = `${key.ctrl ? "ctrl-" : ""}${key.alt ? "alt-" : ""}${shift ? "shift-" : ""}`;
  return modifiers + (key.name === "char" ? key.char : key.name);
}

/** The command of a key. Shift counts only where it makes a difference. */
export function commandOf(key: Key): CommandName | undefined {
  return (key.shift ? KEYMAP[chord(key, true)] : undefined) ?? KEYMAP[chord(key, false)];
}
