/**
 * The terminal's bytes as keys, text, pastes and mouse events.
 *
 * A state machine that takes one byte at a time, so that it makes no difference how the bytes are
 * split. Time is not its business: whoever reads the terminal calls `flush` when an Escape stayed alone.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { InputEvent } from "../editor/keys.ts";
import { charKey, controlKey, csiEvent, key, ss3Event } from "./decoder_keys.ts";

const ESCAPE = 0x1B;
const BELL = 0x07;
const DELETE = 0x7F;

/** What the terminal answers to a question about itself: its background, or (its kind) none. */
export interface Answer {
  type: "answer";
  background?: string;
}

export type Decoded = InputEvent | Answer;

type State =
  | "ground"
  /** After Escape. */
  | "escape"
  /** After Escape and the first bytes of a character that isn't ASCII. */
  | "alt-text"
  | "csi"
  | "ss3"
  /** After `CSI [`: a function key of the Linux console. */
  | "linux"
  /** After `CSI M`: three bytes of the old mouse report, dropped. */
  | "old-mouse"
  /** Within OSC, DCS, APC, PM or SOS: dropped, until BEL or ST. */
  | "string"
  /** After Escape within one of those: ST, or a key that frees a person from it. */
  | "string-end"
  | "paste";

/** What starts a string, by the byte after Escape. */
const STRINGS = "]P_^X";
const PASTE_END = Uint8Array.of(ESCAPE, ...new TextEncoder().encode("[201~"));
/** Longer parameters than any key has; the rest of such a sequence is dropped. */
const PARAMETERS = 64;

export class Decoder {
  #state: State = "ground";
  /** True if one more Escape came before the sequence. */
  #alt = false;
  /** Parameters of a sequence; what started a string, until more of it came; bytes of a character. */
  #held = "";
  /** Bytes still to come in `alt-text` and `old-mouse`. */
  #missing = 0;
  #typed = new TextDecoder("utf-8", { ignoreBOM: true });
  #paste = new Uint8Array(0);
  #pasted = 0;
  /** Bytes of the paste's end that have been seen. */
  #ending = 0;
  /** What a string held so far, as much as an answer may be long. */
  #string = "";
  #events: Decoded[] = [];

  /**
   * True if what is held back may be a whole key already (Escape, Alt-[ …): call `flush` if no more
   * comes for a moment.
   */
  get pending(): boolean {
    return this.#state !== "ground" && this.#state !== "paste" &&
      (this.#state !== "string" || this.#held !== "");
  }

  /** The events of these bytes, which may be split anywhere. Never throws. */
  push(bytes: Uint8Array): Decoded[] {
    let index = 0;
    while (index < bytes.length) {
      if (this.#state === "ground" && isText(bytes[index])) {
        const start = index;
        while (index < bytes.length && isText(bytes[index])) index++;
        this.#text(this.#typed.decode(bytes.subarray(start, index), { stream: true }));
      } else {
        // A byte that can't go on with what was held back is taken again, for itself.
        if (this.#take(bytes[index])) index++;
      }
    }
    return this.#drain();
  }

  /** Nothing more comes: what is held back is all. A lone Escape becomes the key. */
  flush(): Decoded[] {
    if (!this.pending) return [];
    if (this.#state === "escape" || this.#state === "string-end") {
      if (this.#alt) this.#emit(key("escape"));
      this.#emit(key("escape"));
    } else if (this.#state === "string") {
      this.#emit(charKey(this.#held, { alt: true }));
    } else if (this.#held === "" && (this.#state === "csi" || this.#state === "ss3")) {
      this.#emit(charKey(this.#state === "csi" ? "[" : "O", { alt: true }));
    }
    this.#reset();
    return this.#drain();
  }

  #drain(): Decoded[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #emit(event: Decoded | undefined): void {
    if (event) this.#events.push(event);
  }

  /** Typed text: C1 controls and the signs of bytes that are no UTF-8 left out. */
  #text(text: string): void {
    const clean = text.replace(/[\p{Cc}\uFFFD]/gu, "");
    if (clean !== "") this.#emit({ type: "text", text: clean });
  }

  #enter(state: State, held = "", missing = 0): true {
    this.#state = state;
    this.#held = held;
    this.#missing = missing;
    return true;
  }

  #reset(): void {
    this.#alt = false;
    this.#enter("ground");
  }

  /** Ends the sequence with this event. */
  #finish(event: Decoded | undefined): true {
    this.#emit(event);
    this.#reset();
    return true;
  }

  /** @returns false if the byte was not taken, and the state is one that takes it. */
  #take(byte: number): boolean {
    switch (this.#state) {
      case "ground":
        // Half a character before a control is dropped.
        this.#typed.decode();
        return byte === ESCAPE ? this.#enter("escape") : this.#finish(controlKey(byte, false));
      case "escape":
        return this.#takeEscaped(byte);
      case "alt-text":
        return this.#takeAltText(byte);
      case "csi":
      case "ss3":
        return this.#takeParameter(byte);
      case "linux":
        if (!isPrintable(byte)) return this.#abort();
        return this.#finish(linuxKey(byte));
      case "old-mouse":
        if (byte < 0x20) return this.#abort();
        if (--this.#missing === 0) this.#reset();
        return true;
      case "string":
        return this.#takeString(byte);
      case "string-end":
        if (byte !== 0x5C) return !this.#enter("escape");
        return this.#finish(answerOf(this.#string));
      case "paste":
        return this.#takePasted(byte);
    }
  }

  /** Drops what is held back, which this byte can't belong to. */
  #abort(): false {
    this.#reset();
    return false;
  }

  #takeEscaped(byte: number): boolean {
    if (byte === ESCAPE) {
      // Escape Escape may begin Alt with a key that is a sequence; of three, the first was the key.
      if (this.#alt) this.#emit(key("escape"));
      this.#alt = true;
      return true;
    }
    const char = String.fromCharCode(byte);
    if (char === "[") return this.#enter("csi");
    if (char === "O") return this.#enter("ss3");
    if (this.#alt) this.#emit(key("escape"));
    this.#alt = false;
    if (STRINGS.includes(char)) {
      this.#string = char;
      return this.#enter("string", char);
    }
    if (byte < 0x20 || byte === DELETE) return this.#finish(controlKey(byte, true));
    if (byte < 0x80) return this.#finish(charKey(char, { alt: true }));
    const missing = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    if (byte < 0xC2 || byte > 0xF4) return this.#finish(undefined);
    return this.#enter("alt-text", char, missing);
  }

  #takeAltText(byte: number): boolean {
    if (byte < 0x80 || byte > 0xBF) return this.#abort();
    this.#held += String.fromCharCode(byte);
    if (--this.#missing > 0) return true;
    const bytes = Uint8Array.from(this.#held, (char) => char.charCodeAt(0));
    const char = new TextDecoder().decode(bytes);
    return this.#finish(/[\p{Cc}\uFFFD]/u.test(char) ? undefined : charKey(char, { alt: true }));
  }

  #takeParameter(byte: number): boolean {
    if (!isPrintable(byte)) return this.#abort();
    const char = String.fromCharCode(byte);
    if (this.#state === "csi" && this.#held === "" && char === "[") return this.#enter("linux");
    // rxvt ends its keys with shift by `$`, which elsewhere goes before the final character.
    const shifted = char === "$" && /^\d+$/.test(this.#held);
    if (byte < 0x40 && !shifted) {
      if (this.#held.length < PARAMETERS) this.#held += char;
      return true;
    }
    const [state, parameters] = [this.#state, this.#held];
    if (state === "ss3") return this.#finish(ss3Event(parameters, char, this.#alt));
    if (char === "M" && parameters === "") return this.#enter("old-mouse", "", 3);
    if (char === "~" && parameters === "200") return this.#startPaste();
    if (char === "c" && parameters.startsWith("?")) return this.#finish({ type: "answer" });
    return this.#finish(csiEvent(parameters, char, this.#alt));
  }

  /** Answers of the terminal hold no controls: one frees a person who typed Alt-] from the string. */
  #takeString(byte: number): boolean {
    if (byte === ESCAPE) return this.#enter("string-end");
    if (byte === BELL) return this.#finish(answerOf(this.#string));
    if (byte < 0x20) return this.#abort();
    this.#held = "";
    if (this.#string.length < limits.terminalAnswer) this.#string += String.fromCharCode(byte);
    return true;
  }

  #startPaste(): true {
    this.#reset();
    this.#paste = new Uint8Array(1024);
    this.#pasted = this.#ending = 0;
    return this.#enter("paste");
  }

  #takePasted(byte: number): boolean {
    if (byte === PASTE_END[this.#ending]) {
      if (++this.#ending === PASTE_END.length) this.#endPaste();
      return true;
    }
    for (const seen of PASTE_END.subarray(0, this.#ending)) this.#keepPasted(seen);
    this.#ending = byte === ESCAPE ? 1 : 0;
    if (this.#ending === 0) this.#keepPasted(byte);
    return true;
  }

  #keepPasted(byte: number): void {
    if (this.#pasted === limits.pasteBytes) return;
    if (this.#pasted === this.#paste.length) {
      const larger = new Uint8Array(Math.min(limits.pasteBytes, 2 * this.#pasted));
      larger.set(this.#paste);
      this.#paste = larger;
    }
    this.#paste[this.#pasted++] = byte;
  }

  #endPaste(): void {
    const bytes = this.#paste.subarray(0, this.#pasted);
    const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, "\n");
    this.#paste = new Uint8Array(0);
    this.#finish({ type: "paste", text });
  }
}

/** The answer that a string holds, if it is one to our question. */
function answerOf(text: string): Answer | undefined {
  const background = /^\]11;(.+)$/.exec(text)?.[1];
  return background === undefined ? undefined : { type: "answer", background };
}

/** A byte of typed text: printable ASCII, or part of a longer UTF-8 character. */
function isText(byte: number): boolean {
  return byte >= 0x20 && byte !== DELETE;
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < DELETE;
}

/** `CSI [ A` … `CSI [ E` are F1 … F5. */
function linuxKey(byte: number): InputEvent | undefined {
  const names = ["f1", "f2", "f3", "f4", "f5"] as const;
  const name = names[byte - 0x41];
  return name && key(name);
}
