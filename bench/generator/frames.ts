/**
 * The little of WebSocket (RFC 6455) that a load generator writes: the handshake, frames, pong.
 * @module
 */
import { Buffer } from "node:buffer";
import type { Dialect } from "../subjects/subject.ts";

/** A pong that nobody asked for (§5.5.3): tells the server that the connection lives, and is not answered. */
export const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** What a client says, in the words of the dialect (whose binary texts are bytes as Latin-1). */
export function encodeSaying({ transport, binary }: Dialect, text: string): Buffer {
  const bytes = Buffer.from(text, binary ? "latin1" : "utf8");
  return transport === "tcp" ? bytes : encodeFrame(bytes, binary ? 0x82 : 0x81);
}

/** A client's frame. Its mask is zero: the bytes stay as they are, and cost nothing to make. */
function encodeFrame(bytes: Buffer, opcode: number): Buffer {
  const { length } = bytes;
  if (length > 0xffff) throw new RangeError("The generator sends no message of more than 64 kB.");
  const header = length < 126 ? 2 : 4;
  const frame = Buffer.alloc(header + 4 + length);
  frame[0] = opcode;
  frame[1] = 0x80 | (length < 126 ? length : 126);
  if (header === 4) frame.writeUInt16BE(length, 2);
  bytes.copy(frame, header + 4);
  return frame;
}

/** The request that makes a connection a WebSocket. */
export function encodeUpgrade({ host, port, path, subprotocol }: Dialect): Buffer {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    // What it says is of no use to a client that doesn't check the answer.
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ...(subprotocol ? [`Sec-WebSocket-Protocol: ${subprotocol}`] : []),
    "\r\n",
  ];
  return Buffer.from(lines.join("\r\n"));
}
