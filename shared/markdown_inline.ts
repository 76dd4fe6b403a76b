/**
 * Reads what stands within a line of Markdown: bold, italic, code, links.
 *
 * One pass from left to right. Of each marker of emphasis there is at most one that can still be closed:
 * a later one takes its place, and the earlier is text. So nothing is looked at twice.
 * @module
 */

export type Inline =
  /** It may hold line breaks. */
  | { type: "text"; text: string }
  | { type: "code"; text: string }
  | { type: "strong" | "emphasis"; inlines: Inline[] }
  /** `url` is an http, https or mailto URL in ASCII. */
  | { type: "link"; url: string; inlines: Inline[] };

type Marker = keyof typeof EMPHASES;

/** What is open: an emphasis that may still be closed, and what came behind its marker so far. */
interface Frame {
  /** `""` for the text as a whole. */
  marker: Marker | "";
  inlines: Inline[];
}

const EMPHASES = { "**": "strong", "*": "emphasis", "_": "emphasis" } as const;

/** What can't be plain text goes on here. */
const SPECIAL = /[\\`*_[<hm]/gi;
const ESCAPED = /[\\`*_[\]<>]/;
const BARE_URL = /(?:https?:\/\/|mailto:)[^\s<>"`\p{C}[\p{P}&&\P{ASCII}]]+/ivy;
const ANGLED_URL = /<((?:https?:\/\/|mailto:)[^\s<>\p{C}]+)>/iuy;
const NAMED_LINK = /\[([^[\]]+)\]\(((?:[^\s()]|\([^\s()]*\))+)\)/uy;
const LOOKS_LIKE_URL = /(?:https?:\/\/|mailto:|www\.)/i;
const WORD = /[\p{L}\p{M}\p{N}]/u;

/** The URL in ASCII if it is safe to offer; undefined if it isn't, or is none. */
export function safeUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url || !["http:", "https:", "mailto:"].includes(url.protocol)) return undefined;
  // `https://bank.example@evil.example` leads to the latter.
  return url.username === "" && url.password === "" ? url.href : undefined;
}

/** Reads text that is of one paragraph, item or label. */
export function parseInlines(text: string): Inline[] {
  return new InlineParser(text, true).parse();
}

class InlineParser {
  #at = 0;
  readonly #frames: Frame[] = [{ marker: "", inlines: [] }];
  /** Marker → index of the frame that it can still close. */
  readonly #open = new Map<Marker, number>();
  /** Length of a run of backticks → where runs of that length stand, and how many of them were passed. */
  #runs: Map<number, { starts: number[]; passed: number }> | undefined;

  constructor(private readonly text: string, private readonly links: boolean) {}

  parse(): Inline[] {
    const { text } = this;
    while (this.#at < text.length) {
      SPECIAL.lastIndex = this.#at;
      const next = SPECIAL.exec(text)?.index ?? text.length;
      this.#addText(text.slice(this.#at, next));
      this.#at = next;
      if (next < text.length && !this.#takeSpecial(text[next])) {
        this.#addText(text[next]);
        this.#at++;
      }
    }
    return this.#close(0).inlines;
  }

  /** Takes what begins at this character; false if it is just text. */
  #takeSpecial(char: string): boolean {
    switch (char) {
      case "\\":
        return this.#takeEscape();
      case "`":
        return this.#takeCode();
      case "*":
      case "_":
        return this.#takeEmphasis(char);
      case "[":
        return this.#takeNamedLink();
      case "<":
        return this.#takeUrl(ANGLED_URL);
      default:
        return !/\w/.test(this.#before()) && this.#takeUrl(BARE_URL);
    }
  }

  #takeEscape(): boolean {
    const next = this.text[this.#at + 1];
    if (next === undefined || !ESCAPED.test(next)) return false;
    this.#addText(next);
    this.#at += 2;
    return true;
  }

  #takeCode(): boolean {
    const { text } = this;
    const start = this.#at;
    const length = runLength(text, start);
    const end = this.#nextRun(length, start + length);
    if (end === undefined) {
      this.#addText(text.slice(start, start + length));
      this.#at += length;
      return true;
    }
    let code = text.slice(start + length, end);
    // A space on each side lets code begin or end with a backtick.
    if (code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "") code = code.slice(1, -1);
    this.#add({ type: "code", text: code });
    this.#at = end + length;
    return true;
  }

  /** Where the next run of exactly so many backticks stands, from `from` on. */
  #nextRun(length: number, from: number): number | undefined {
    if (!this.#runs) {
      this.#runs = new Map();
      for (const { index, 0: { length } } of this.text.matchAll(/`+/g)) {
        const runs = this.#runs.get(length);
        if (runs) runs.starts.push(index);
        else this.#runs.set(length, { starts: [index], passed: 0 });
      }
    }
    const runs = this.#runs.get(length);
    if (!runs) return undefined;
    while (runs.starts[runs.passed] < from) runs.passed++;
    return runs.starts[runs.passed];
  }

  #takeEmphasis(char: "*" | "_"): boolean {
    const length = runLength(this.text, this.#at);
    const run = char.repeat(length);
    const before = this.#before();
    const after = this.#charAt(this.#at + length);
    this.#at += length;
    // `_` marks by itself only, `*` by one (emphasis), two (strong) or three (both).
    if (length > (char === "_" ? 1 : 3)) {
      this.#addText(run);
      return true;
    }
    // Within a word only `**` counts: scripts without spaces need it.
    const inWord = (side: string) => length < 2 && WORD.test(side);
    let left = length;
    if (!isSpace(before) && !inWord(after)) left = this.#closeEmphasis(char, left);
    if (left > 0 && !isSpace(after) && !inWord(before)) {
      if (left >= 2) this.#openEmphasis("**");
      if (left % 2 === 1) this.#openEmphasis(char);
    } else {
      this.#addText(char.repeat(left));
    }
    return true;
  }

  /** Closes what `length` marks can close, innermost first. @returns how many marks are left. */
  #closeEmphasis(char: "*" | "_", length: number): number {
    let left = length;
    while (left > 0) {
      const one = this.#openerOf(char);
      const two = left >= 2 ? this.#openerOf("**") : -1;
      if (one < 0 && two < 0) break;
      const marker = two > one ? "**" : char;
      const { inlines } = this.#close(Math.max(one, two));
      this.#add({ type: EMPHASES[marker], inlines });
      left -= marker.length;
    }
    return left;
  }

  /** The frame that this marker closes, if there is something in it; else -1. */
  #openerOf(marker: Marker): number {
    const index = this.#open.get(marker) ?? -1;
    const isEmpty = index === this.#frames.length - 1 && this.#frames[index].inlines.length === 0;
    return isEmpty ? -1 : index;
  }

  #openEmphasis(marker: Marker): void {
    this.#open.set(marker, this.#frames.push({ marker, inlines: [] }) - 1);
  }

  /** Takes a frame off, with all above it, whose markers turn out to be text. */
  #close(index: number): Frame {
    const [frame, ...above] = this.#frames.splice(index);
    for (const { marker, inlines } of above) {
      append(frame.inlines, { type: "text", text: marker });
      for (const inline of inlines) append(frame.inlines, inline);
    }
    for (const [marker, open] of this.#open) {
      if (open >= index) this.#open.delete(marker);
    }
    return frame;
  }

  #takeNamedLink(): boolean {
    const found = this.#match(NAMED_LINK);
    if (!found) return false;
    const [whole, label, target] = found;
    const url = safeUrl(target);
    if (url === undefined || LOOKS_LIKE_URL.test(label)) return false;
    this.#add({ type: "link", url, inlines: new InlineParser(label, false).parse() });
    this.#at += whole.length;
    return true;
  }

  #takeUrl(pattern: RegExp): boolean {
    const found = this.#match(pattern);
    if (!found) return false;
    const isAngled = pattern === ANGLED_URL;
    const text = isAngled ? found[1] : withoutEnd(found[0]);
    const url = safeUrl(text);
    // What is no URL is passed over as a whole, or each of its parts would be tried again.
    if (url === undefined) this.#addText(isAngled ? found[0] : text);
    else this.#add({ type: "link", url, inlines: [{ type: "text", text }] });
    this.#at += isAngled ? found[0].length : text.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    if (!this.links) return null;
    pattern.lastIndex = this.#at;
    return pattern.exec(this.text);
  }

  /** The character before this place, `""` at the start. */
  #before(): string {
    const { text } = this;
    const low = text.charCodeAt(this.#at - 1);
    const isPair = low >= 0xdc00 && low < 0xe000 && this.#at > 1;
    return text.slice(Math.max(0, this.#at - (isPair ? 2 : 1)), this.#at);
  }

  #charAt(index: number): string {
    const code = this.text.codePointAt(index);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  #addText(text: string): void {
    if (text !== "") this.#add({ type: "text", text });
  }

  #add(inline: Inline): void {
    append(this.#frames[this.#frames.length - 1].inlines, inline);
  }
}

/** Adds an inline; text that follows text becomes one with it. */
function append(inlines: Inline[], inline: Inline): void {
  const last = inlines.at(-1);
  if (last?.type === "text" && inline.type === "text") last.text += inline.text;
  else inlines.push(inline.type === "text" ? { ...inline } : inline);
}

function runLength(text: string, start: number): number {
  let end = start + 1;
  while (text[end] === text[start]) end++;
  return end - start;
}

function isSpace(char: string): boolean {
  return char.trim() === "";
}

/** A bare URL without the punctuation that belongs to the sentence around it. */
function withoutEnd(url: string): string {
  let open = 0;
  for (const char of url) open += char === "(" ? 1 : char === ")" ? -1 : 0;
  let end = url.length;
  for (; end > 0; end--) {
    const char = url[end - 1];
    if (char === ")" && open < 0) open++;
    else if (!/[.,;:!?'*_~\]]/.test(char)) break;
  }
  return url.slice(0, end);
}
