/**
 * Counts what a server's WebSocket messages hold, for a server that joins a room's texts by `\n` into
 * messages as it likes: each text's bytes, and 1 for what is behind it, wherever a message ends.
 * @module
 */

/** Ends the answer to the handshake (RFC 9112 §2.1). */
const HEAD_END = "\r\n\r\n";
/** Payload lengths that say how many bytes behind them hold the length (RFC 6455 §5.2). */
const LENGTH_BYTES: Partial<Record<number, number>> = { 126: 2, 127: 8 };

export class ContentCounter {
  /** Characters of {@linkcode HEAD_END} that came in a row. */
  #headEnd = 0;
  /** What came of a frame's header. */
  #header: number[] = [];
  /** Bytes of the frame that are still to come. */
  #left = 0;

  /** Takes the next bytes, from the first of the connection on. @returns what they count. */
  count(bytes: Uint8Array): number {
    let counted = 0;
    for (let at = this.#skipHead(bytes); at < bytes.length;) {
      if (this.#left > 0) {
        const part = Math.min(this.#left, bytes.length - at);
        this.#left -= part;
        counted += part;
        at += part;
      } else {
        this.#header.push(bytes[at++]);
        const length = payloadLength(this.#header);
        if (length === undefined) continue;
        this.#header = [];
        this.#left = length;
        counted++;
      }
    }
    return counted;
  }

  /** @returns where the first frame begins. */
  #skipHead(bytes: Uint8Array): number {
    let at = 0;
    for (; this.#headEnd < HEAD_END.length && at < bytes.length; at++) {
      const byte = String.fromCharCode(bytes[at]);
      this.#headEnd = byte === HEAD_END[this.#headEnd] ? this.#headEnd + 1 : Number(byte === "\r");
    }
    return at;
  }
}

/** @returns undefined while the header (of a server's frame: without a mask) is not complete. */
function payloadLength([, short, ...long]: readonly number[]): number | undefined {
  if (short === undefined || long.length < (LENGTH_BYTES[short] ?? 0)) return undefined;
  return LENGTH_BYTES[short] ? long.reduce((length, byte) => length * 256 + byte, 0) : short;
}
