/**
 * What a whole escape sequence means: the tables of the terminals that are about (xterm, VT220, rxvt,
 * the Linux console, kitty).
 * @module
 */
import type { InputEvent, Key, KeyName } from "../editor/keys.ts";

/** Final letters of CSI and SS3 sequences. `a` … `d` are rxvt's arrows with shift (CSI) or ctrl (SS3). */
const LETTERS: Record<string, KeyName> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
  a: "up",
  b: "down",
  c: "right",
  d: "left",
};

/** Numbers of `CSI n ~`. */
const NUMBERS: Record<number, KeyName> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "page-up",
  6: "page-down",
  7: "home",
  8: "end",
  11: "f1",
  12: "f2",
  13: "f3",
  14: "f4",
  15: "f5",
  17: "f6",
  18: "f7",
  19: "f8",
  20: "f9",
  21: "f10",
  23: "f11",
  24: "f12",
};

/** Code points that kitty's `CSI u` and xterm's modifyOtherKeys give to keys that are not text. */
const CODES: Record<number, KeyName> = {
  8: "backspace",
  9: "tab",
  13: "enter",
  27: "escape",
  127: "backspace",
  57414: "enter",
  57417: "left",
  57418: "right",
  57419: "up",
  57420: "down",
  57421: "page-up",
  57422: "page-down",
  57423: "home",
  57424: "end",
  57425: "insert",
  57426: "delete",
};
/** From 57399: the keypad's digits and signs in kitty's numbering. */
const KITTY_KEYPAD = "0123456789./*-+";
/** Kitty's numbers for keys without a name here (modifiers, media): Unicode's private use area. */
const isPrivate = (code: number) => code >= 57344 && code <= 63743;

/** The keypad in application mode: `SS3 j` is `*` and so on; `SS3 M` is its Enter. */
const SS3_KEYPAD: Record<string, string> = Object.fromEntries(
  Array.from("*+,-./0123456789", (char, index) => [String.fromCharCode(0x6A + index), char]),
);

interface Modifiers {
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
}

const NONE: Modifiers = { ctrl: false, alt: false, shift: false };

export function key(name: KeyName, modifiers: Partial<Modifiers> = {}): Key {
  return { type: "key", name, ...NONE, ...modifiers };
}

/** A character with ctrl or alt: told in lower case, with shift if it came in upper case. */
export function charKey(char: string, modifiers: Partial<Modifiers>): Key {
  const lower = char.toLowerCase();
  const shift = modifiers.shift || lower !== char;
  return { type: "key", name: "char", char: lower, ...NONE, ...modifiers, shift };
}

/** A byte below 0x20, or DEL. */
export function controlKey(byte: number, alt: boolean): Key {
  if (byte === 0x09) return key("tab", { alt });
  if (byte === 0x0D) return key("enter", { alt });
  if (byte === 0x1B) return key("escape", { alt });
  if (byte === 0x7F) return key("backspace", { alt });
  return charKey(String.fromCharCode(byte + 0x40).toLowerCase(), { ctrl: true, alt });
}

/** xterm's and kitty's number: 1 + shift 1 + alt 2 + ctrl 4 + others; `undefined` with super or hyper. */
function modifiersOf(parameter: number | undefined): Modifiers | undefined {
  const bits = Math.max(0, (parameter || 1) - 1);
  if (bits & 0b111000) return undefined;
  return { shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0 };
}

/** What rxvt says by the final character instead. */
const RXVT_MODIFIERS: Record<string, Partial<Modifiers>> = {
  "^": { ctrl: true },
  "$": { shift: true },
  "@": { ctrl: true, shift: true },
};

/** Parameters as numbers, sub-parameters too: `97:65;2` is [[97, 65], [2]]; what is left out is 0. */
function numbers(parameters: string): number[][] {
  return parameters.split(";").map((part) => part.split(":").map(Number));
}

/**
 * The event of a CSI sequence, without those that the decoder handles itself (pastes).
 *
 * @param parameters what stands between `CSI` and the final character, intermediates included.
 * @param alt whether an extra Escape came before.
 */
export function csiEvent(parameters: string, final: string, alt: boolean): InputEvent | undefined {
  if (parameters.startsWith("<")) return mouseEvent(parameters.slice(1), final);
  // Answers to questions about the terminal (`CSI ? … c` and such) are no input.
  if (!/^[0-9;:]*$/.test(parameters)) return undefined;
  if (parameters === "" && final === "I") return { type: "focus", focused: true };
  if (parameters === "" && final === "O") return { type: "focus", focused: false };
  const [[first], [second, kind] = []] = numbers(parameters);
  // Kitty tells releases as kind 3.
  if (kind === 3) return undefined;
  if (final === "u") return codeEvent(numbers(parameters), alt);
  if (final === "~" && first === 27) {
    const [, [modifier] = [], [code] = []] = numbers(parameters);
    return codeEvent([[code ?? 0], [modifier ?? 1]], alt);
  }
  const modifiers = modifiersOf(second);
  if (!modifiers) return undefined;
  if (alt) modifiers.alt = true;
  if (final === "Z") return key("tab", { ...modifiers, shift: true });
  if (final === "~") return NUMBERS[first] && key(NUMBERS[first], modifiers);
  if (final in RXVT_MODIFIERS) {
    return NUMBERS[first] && key(NUMBERS[first], { ...modifiers, ...RXVT_MODIFIERS[final] });
  }
  // `CSI row ; column R` answers where the cursor is, unless it begins with 1 as a key does.
  if (!Object.hasOwn(LETTERS, final) || first > 1) return undefined;
  return key(LETTERS[final], /[a-d]/.test(final) ? { ...modifiers, shift: true } : modifiers);
}

/** The event of an SS3 sequence; some terminals put parameters in it as CSI has them. */
export function ss3Event(parameters: string, final: string, alt: boolean): InputEvent | undefined {
  if (final === "M") return key("enter", { alt });
  if (parameters === "" && Object.hasOwn(SS3_KEYPAD, final)) {
    return { type: "text", text: SS3_KEYPAD[final] };
  }
  if (!Object.hasOwn(LETTERS, final)) return undefined;
  const modifiers = modifiersOf(numbers(parameters).at(-1)![0]);
  if (!modifiers) return undefined;
  if (alt) modifiers.alt = true;
  return key(LETTERS[final], /[a-d]/.test(final) ? { ...modifiers, ctrl: true } : modifiers);
}

/** `[[code, shifted], [modifiers], [text …]]` as kitty numbers them. */
function codeEvent(parameters: number[][], alt: boolean): InputEvent | undefined {
  const [[code, shifted], [modifier] = [], written = []] = parameters;
  const modifiers = modifiersOf(modifier);
  if (!modifiers || code > 0x10FFFF || Number.isNaN(code)) return undefined;
  if (alt) modifiers.alt = true;
  if (Object.hasOwn(CODES, code)) return key(CODES[code], modifiers);
  const char = KITTY_KEYPAD[code - 57399] ?? (isPrivate(code) ? "" : String.fromCodePoint(code));
  if (!isText(char)) return undefined;
  if (modifiers.ctrl || modifiers.alt) return charKey(char, modifiers);
  const text = written.some((code) => code > 0)
    ? written.filter((code) => code <= 0x10FFFF).map((code) => String.fromCodePoint(code)).join("")
    : !modifiers.shift
    ? char
    : shifted > 0 && shifted <= 0x10FFFF
    ? String.fromCodePoint(shifted)
    : char.toUpperCase();
  return isText(text) ? { type: "text", text } : undefined;
}

/** True for text that may be typed: something, whole code points, no control characters. */
function isText(text: string): boolean {
  return text !== "" && !/[\p{Cc}\p{Surrogate}]/u.test(text);
}

/** SGR's mouse reports (xterm's mode 1006); wheels that go sideways are dropped. */
function mouseEvent(parameters: string, final: string): InputEvent | undefined {
  const found = /^(\d+);(\d+);(\d+)$/.exec(parameters);
  if (!found || (final !== "M" && final !== "m")) return undefined;
  const [bits, column, row] = found.slice(1).map(Number);
  const button = (bits & 3) + (bits & 128 ? 8 : 0);
  const place = { type: "mouse", button, column, row } as const;
  if (bits & 64) {
    if (button > 1) return undefined;
    return { ...place, action: button === 0 ? "wheel-up" : "wheel-down" };
  }
  return { ...place, action: bits & 32 ? "move" : final === "M" ? "press" : "release" };
}
