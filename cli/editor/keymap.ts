/**
 * Which key runs which command: Emacs' keys, as shells have them, and what a person bound otherwise.
 * @module
 */
import { type CommandName, COMMANDS } from "./commands.ts";
import type { Key, KeyName } from "./keys.ts";

/** What keys can be bound to beyond the input line, in words for the documentation. */
export const APP_COMMANDS = {
  "edit-externally": "write the draft in $VISUAL or $EDITOR",
  "switch-room": "choose a room or somebody by a few letters",
  "search": "search, and open what is found",
  "next-unread": "open the next room with something unread",
  "scroll-up": "scroll a page up, in the fullscreen view",
  "scroll-down": "scroll a page down",
  "toggle-view": "change between the inline and the fullscreen view",
  "previous-room": "open the room before this one",
  "next-room": "open the room after this one",
  "room-1": "open the first room; so on up to room-9",
  "room-2": "",
  "room-3": "",
  "room-4": "",
  "room-5": "",
  "room-6": "",
  "room-7": "",
  "room-8": "",
  "room-9": "",
} as const;

export type AppCommand = keyof typeof APP_COMMANDS;
export type KeyCommand = CommandName | AppCommand;

export interface Keymap {
  /** By chord: `ctrl-a`, `alt-enter`, `ctrl-x ctrl-e`. */
  readonly commands: ReadonlyMap<string, KeyCommand>;
  /** What chords of several keys begin with. */
  readonly prefixes: ReadonlySet<string>;
}

/** What a key can be bound to so that it does nothing. */
export const UNBOUND = "none";

export const DEFAULT_KEYS: Readonly<Record<string, KeyCommand>> = {
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
  "escape": "dismiss",

  "enter": "submit",
  "alt-enter": "newline",
  "shift-enter": "newline",
  "ctrl-j": "newline",

  "ctrl-c": "clear-or-interrupt",
  "ctrl-z": "suspend",
  "ctrl-l": "redraw",

  "ctrl-x ctrl-e": "edit-externally",
  "alt-k": "switch-room",
  "ctrl-r": "search",
  "alt-a": "next-unread",
  "page-up": "scroll-up",
  "page-down": "scroll-down",
  "f2": "toggle-view",
  "alt-left": "previous-room",
  "alt-right": "next-room",
  "alt-1": "room-1",
  "alt-2": "room-2",
  "alt-3": "room-3",
  "alt-4": "room-4",
  "alt-5": "room-5",
  "alt-6": "room-6",
  "alt-7": "room-7",
  "alt-8": "room-8",
  "alt-9": "room-9",
};

/** @param own chord → command, or `none`, in place of the default; they have been checked. */
export function createKeymap(own: Readonly<Record<string, string>> = {}): Keymap {
  const given = Object.entries(own).map(([keys, command]) => [parseChord(keys)!, command] as const);
  const commands = new Map<string, KeyCommand>(Object.entries(DEFAULT_KEYS));
  for (const [keys, command] of given) {
    if (command === UNBOUND) commands.delete(keys);
    else commands.set(keys, command as KeyCommand);
  }
  const prefixes = new Set<string>();
  for (const keys of commands.keys()) {
    const parts = keys.split(" ");
    for (let count = 1; count < parts.length; count++) {
      prefixes.add(parts.slice(0, count).join(" "));
    }
  }
  return { commands, prefixes };
}

export const DEFAULT_KEYMAP = createKeymap();

const KEY_NAMES: ReadonlySet<string> = new Set<KeyName>([
  ...["enter", "tab", "backspace", "delete", "escape", "up", "down", "left", "right"] as const,
  ...["home", "end", "page-up", "page-down", "insert"] as const,
  ...["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12"] as const,
]);

/** A chord as people write it (`Ctrl+X Ctrl+E`, `alt-enter`) as keymaps have it; `undefined` for none. */
export function parseChord(text: string): string | undefined {
  const keys = text.trim().toLowerCase().split(/\s+/).map(parseKey);
  return keys.includes(undefined) || isText(keys[0]!) ? undefined : keys.join(" ");
}

/** A character alone is typed; only after another key it can be part of a chord. */
function isText(key: string): boolean {
  return Array.from(key.replace(/^shift-(?=.)/, "")).length === 1;
}

function parseKey(text: string): string | undefined {
  const [, modifiers, name] = /^((?:(?:ctrl|alt|shift)[-+])*)(.+)$/u.exec(text) ?? [];
  if (name === undefined || (!KEY_NAMES.has(name) && Array.from(name).length !== 1)) {
    return undefined;
  }
  const given = modifiers.split(/[-+]/);
  const ordered = ["ctrl", "alt", "shift"].filter((modifier) => given.includes(modifier));
  return [...ordered, name].join("-");
}

/** True if keys can be bound to it. */
export function isKeyCommand(name: string): name is KeyCommand | typeof UNBOUND {
  return name === UNBOUND || Object.hasOwn(COMMANDS, name) || Object.hasOwn(APP_COMMANDS, name);
}

export function isAppCommand(name: KeyCommand): name is AppCommand {
  return Object.hasOwn(APP_COMMANDS, name);
}

function chord(key: Key, shift: boolean): string {
  const modifiers = `${key.ctrl ? "ctrl-" : ""}${key.alt ? "alt-" : ""}${shift ? "shift-" : ""}`;
  return modifiers + (key.name === "char" ? key.char : key.name);
}

/**
 * What a key does after those of `prefix`: its command, or the prefix that it makes longer. Shift counts
 * only where it makes a difference.
 */
export function lookUp(
  { commands, prefixes }: Keymap,
  key: Key,
  prefix = "",
): { command: KeyCommand } | { prefix: string } | undefined {
  for (const shift of key.shift ? [true, false] : [false]) {
    const keys = `${prefix} ${chord(key, shift)}`.trimStart();
    const command = commands.get(keys);
    if (command) return { command };
    if (prefixes.has(keys)) return { prefix: keys };
  }
  return undefined;
}
