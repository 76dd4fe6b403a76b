/**
 * Marks: what the generator looks for in the bytes, instead of parsing them.
 * @module
 */
import { Buffer } from "node:buffer";

/** Stands before the number of a message in its text: it mentions nobody, and no frame's header holds it. */
export const SIGN = "%#%";
/** Digits of a message's number. */
const DIGITS = 8;

/** Bytes of each message's text: about a line of a chat. */
export const TEXT_BYTES = 64;

/** The text of message `number`. */
export function markedText(number: number): string {
  return `${SIGN}${String(number).padStart(DIGITS, "0")} `.padEnd(TEXT_BYTES, "parley ");
}

/** Finds every place of a byte stream where `sign` stands, however the stream is cut. */
export class MarkScanner {
  readonly #sign: Buffer;
  readonly #length: number;
  readonly #found: (mark: string) => void;
  #rest = Buffer.alloc(0);

  /** @param found gets the `length` ASCII characters behind each sign. */
  constructor(sign: string, length: number, found: (mark: string) => void) {
    this.#sign = Buffer.from(sign);
    this.#length = length;
    this.#found = found;
  }

  /** For the marks of {@linkcode markedText}; `found` gets the message's number. */
  static ofTexts(found: (number: number) => void): MarkScanner {
    return new MarkScanner(SIGN, DIGITS, (mark) => found(Number(mark)));
  }

  /** Keeps nothing of `chunk`. */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const whole = this.#sign.length + this.#length;
    let at = 0;
    for (;;) {
      const sign = findBytes(bytes, this.#sign, at);
      if (sign < 0 || sign + whole > bytes.length) break;
      at = sign + whole;
      this.#found(bytes.toString("latin1", at - this.#length, at));
    }
    this.#rest = bytes.subarray(Math.max(at, bytes.length - whole + 1));
  }
}

/** As `Buffer.indexOf`, which costs several times as much on short texts. */
function findBytes(bytes: Uint8Array, sign: Uint8Array, from: number): number {
  const last = bytes.length - sign.length;
  search:
  for (let at = from; at <= last; at++) {
    for (let i = 0; i < sign.length; i++) {
      if (bytes[at + i] !== sign[i]) continue search;
    }
    return at;
  }
  return -1;
}
