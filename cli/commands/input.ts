/**
 * Standard input: a first line that may be a password, and the rest.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";

const NEWLINE = 10;

export class Input {
  readonly #source: () => Promise<Uint8Array | undefined>;
  /** What was read with the first line and comes after it. */
  #pending: Uint8Array | undefined;

  /**
   * @param isTerminal nobody but a person will write anything.
   * @param source reads the next bytes; `undefined` at the end.
   */
  constructor(readonly isTerminal: boolean, source: () => Promise<Uint8Array | undefined>) {
    this.#source = source;
  }

  /** The next bytes; `undefined` at the end. */
  async read(): Promise<Uint8Array | undefined> {
    const pending = this.#pending;
    this.#pending = undefined;
    return pending ?? await this.#source();
  }

  /** The first line, without its end. @throws {ParleyError} `too-large` for what is no password. */
  async firstLine(): Promise<string> {
    let line = new Uint8Array();
    for (let chunk = await this.read(); chunk; chunk = await this.read()) {
      const end = chunk.indexOf(NEWLINE);
      line = concat(line, end < 0 ? chunk : chunk.subarray(0, end));
      if (end >= 0) {
        if (end + 1 < chunk.length) this.#pending = chunk.subarray(end + 1);
        break;
      }
      if (line.length > 4 * limits.passwordMaximum) break;
    }
    if (line.length > 4 * limits.passwordMaximum) {
      throw new ParleyError("too-large", "The first line of stdin is too long for a password.");
    }
    return new TextDecoder().decode(line).replace(/\r$/, "");
  }

  /** All the text that is left. @throws {ParleyError} `too-large` past `most` bytes. */
  async text(most: number): Promise<string> {
    let bytes = new Uint8Array();
    for (let chunk = await this.read(); chunk; chunk = await this.read()) {
      bytes = concat(bytes, chunk);
      if (bytes.length > most) {
        throw new ParleyError(
          "too-large",
          `More than ${most} bytes came on stdin. Send less at a time.`,
        );
      }
    }
    return new TextDecoder().decode(bytes);
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
