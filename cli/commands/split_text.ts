/**
 * Splits a long text into messages.
 * @module
 */
import { graphemes } from "../../shared/text.ts";

const utf8 = new TextEncoder();

/**
 * Splits `text` into parts of at most `most` bytes of UTF-8: between lines, inside a line only where it
 * is too long itself, inside a grapheme cluster only where that is. Blank parts are left out.
 */
export function splitText(text: string, most: number): string[] {
  const parts: string[] = [];
  let part = "";
  let size = 0;
  for (const piece of pieces(text.toWellFormed(), most)) {
    const bytes = utf8.encode(piece).length;
    if (size + bytes > most) {
      parts.push(part);
      part = "";
      size = 0;
    }
    part += piece;
    size += bytes;
  }
  // A line's end between two parts belongs to neither.
  return [...parts, part].map((one) => one.replace(/\n+$/, "")).filter((one) => one.trim() !== "");
}

/** Lines with their ends; graphemes of a line that is too long, code points of such a grapheme. */
function* pieces(text: string, most: number): Generator<string> {
  for (const line of text.split(/(?<=\n)/)) {
    if (utf8.encode(line).length <= most) yield line;
    else {
      for (const cluster of graphemes(line)) {
        if (utf8.encode(cluster).length <= most) yield cluster;
        else yield* cluster;
      }
    }
  }
}
