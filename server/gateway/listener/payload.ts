/**
 * Bytes on their way to many peers: encoded once, framed once, the same Buffer written to all.
 * @module
 */
import { Buffer } from "node:buffer";

/**
 * A server's text frame (RFC 6455 §5.2: FIN, opcode 1, unmasked) around `text`.
 *
 * @returns header and UTF-8 payload in one Buffer.
 */
export function frameText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65536 ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(header + length);
  frame[0] = 0x81;
  if (length < 126) {
    frame[1] = length;
  } else if (length < 65536) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header, "utf8");
  return frame;
}

/** A WebSocket text message for any number of peers. The framed bytes are made at the first use. */
export class Payload {
  #framed: Buffer | undefined;

  constructor(readonly text: string) {}

  get framed(): Buffer {
    return this.#framed ??= frameText(this.text);
  }
}
