/**
 * Damages a database file as a failing disk would.
 * @module
 */
import { Buffer } from "node:buffer";

/** Size of SQLite's pages. */
const PAGE = 4096;

/**
 * Overwrites the page that holds the text. Some rows are in pages that lead to others: those are lost with it.
 *
 * @throws {Error} if there is none.
 */
export function tear(path: string, text: string): void {
  const bytes = Deno.readFileSync(path);
  const at = Buffer.from(bytes.buffer).indexOf(text);
  if (at < 0) throw new Error(`${text} is nowhere in ${path}.`);
  const start = at - at % PAGE;
  Deno.writeFileSync(path, bytes.fill(0x5a, start, start + PAGE));
}

/** Changes one character of a text in the file, and nothing else. */
export function flip(path: string, text: string): void {
  const bytes = Deno.readFileSync(path);
  const at = Buffer.from(bytes.buffer).indexOf(text);
  if (at < 0) throw new Error(`${text} is nowhere in ${path}.`);
  bytes[at] ^= 1;
  Deno.writeFileSync(path, bytes);
}
