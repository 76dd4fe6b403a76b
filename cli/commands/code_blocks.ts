/**
 * Writes a text, such as a file, as messages that each hold a code block.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { splitText } from "./split_text.ts";

/**
 * @param language the word after the opening fence; may be `""`.
 * @param most bytes of UTF-8 in one message.
 */
export function codeBlocks(text: string, language: string, most: number): string[] {
  // A fence is longer than any within: the text ends only where it ends.
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const room = most - 2 * (fence.length + 1) - language.length;
  if (room < most / 2) {
    throw new ParleyError("bad-request", "It holds too many backticks in a row for a code block.");
  }
  return splitText(text, room).map((part) => `${fence}${language}\n${part}\n${fence}`);
}

/** What to call the language of a file: the ending of its name. */
export function languageOf(path: string): string {
  return /[^/\\.]\.([A-Za-z0-9+#-]{1,20})$/.exec(path)?.[1].toLowerCase() ?? "";
}

/** @throws {ParleyError} `bad-request` for what is no text. */
export function decodeText(bytes: Uint8Array, name: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text.replaceAll("\r\n", "\n");
  } catch {
    // Told below.
  }
  throw new ParleyError("bad-request", `${name} is no text in UTF-8. Only text can be sent.`);
}
