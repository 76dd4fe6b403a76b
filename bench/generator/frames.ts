/**
 * The little of WebSocket (RFC 6455) that a load generator writes: the handshake, text, pong.
 * @module
 */
import { Buffer } from "node:buffer";
import type { Dialect } from "../subjects/subject.ts";

/** A pong that nobody asked for (§5.5.3): tells the server that the connection lives, and is not answered. */
export const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** A client's text frame. Its mask is zero: the bytes stay as they are, and cost nothing to make. */
export function encodeText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  if (length > 0xffff) throw new RangeError("The generator sends no message of more than 64 kB.");
  const header = length < 126 ? 2 : 4;
  const frame = Buffer.alloc(header + 4 + length);
  frame[0] = 0x81;
  frame[1] = 0x80 | (length < 126 ? length : 126);
  if (header === 4) frame.writeUInt16BE(length, 2);
  frame.write(text, header + 4);
  return frame;
}

/** The upgrade request, and the frames that come first: sent at once, the answers come when they come. */
export function encodeOpening({ host, port, path, subprotocol, opening }: Dialect): Buffer {
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
  return Buffer.concat([Buffer.from(lines.join("\r\n")), ...opening.map(encodeText)]);
}
