/**
 * Lines out of a stream of bytes.
 * @module
 */
import { limits } from "../../shared/limits.ts";

/**
 * The lines of UTF-8 input, without their ends; the last one may lack its newline. A line longer than
 * `limits.pipedLine` comes in parts.
 *
 * @param read the next bytes; `undefined` at the end.
 */
export async function* readLines(
  read: () => Promise<Uint8Array | undefined>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for (let bytes = await read(); bytes; bytes = await read()) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    yield* lines;
    if (rest.length > limits.pipedLine) {
      yield rest;
      rest = "";
    }
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}
