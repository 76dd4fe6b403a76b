/**
 * A WebSocket client on a bare TCP socket, that can also do what no proper client does: split, mangle,
 * stop reading, vanish. For tests of the server and as a cheap client for load.
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash, randomBytes } from "node:crypto";
import { connect as connectTcp, type Socket } from "node:net";
import { type Head, parseHead, type RawResponse, readResponse, readUntil } from "./raw_http.ts";

/** Opcodes of RFC 6455 §5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  readonly opcode: number;
  readonly fin: boolean;
  readonly payload: Buffer;
}

export interface FrameOptions {
  fin?: boolean;
  /** False breaks the rule that a client masks. */
  masked?: boolean;
}

/** A client's frame as bytes. */
export function encodeFrame(
  opcode: number,
  payload: string | Uint8Array,
  { fin = true, masked = true }: FrameOptions = {},
): Buffer {
  const body = Buffer.from(payload as Uint8Array);
  const length = body.length;
  const extended = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const frame = Buffer.alloc(2 + extended + (masked ? 4 : 0) + length);
  frame[0] = (fin ? 0x80 : 0) | opcode;
  frame[1] = (masked ? 0x80 : 0) | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) frame.writeUInt16BE(length, 2);
  if (extended === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  const start = frame.length - length;
  body.copy(frame, start);
  if (masked) {
    const mask = randomBytes(4);
    mask.copy(frame, start - 4);
    for (let i = 0; i < length; i++) frame[start + i] ^= mask[i & 3];
  }
  return frame;
}

/** The payload of a close frame. */
export function closePayload(code: number, reason = ""): Buffer {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
  payload.writeUInt16BE(code);
  payload.write(reason, 2);
  return payload;
}

/** Cuts a server's byte stream into frames. Payloads are views into the chunks where they can be. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws {Error} for a masked frame, which a server must not send. */
  push(chunk: Buffer, onFrame: (frame: Frame) => void): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= 2) {
      if (bytes[at + 1] & 0x80) throw new Error("The server sent a masked frame.");
      let length = bytes[at + 1];
      let start = at + 2;
      if (length === 126) {
        if (bytes.length - at < 4) break;
        length = bytes.readUInt16BE(at + 2);
        start = at + 4;
      } else if (length === 127) {
        if (bytes.length - at < 10) break;
        length = Number(bytes.readBigUInt64BE(at + 2));
        start = at + 10;
      }
      if (bytes.length - start < length) break;
      const payload = bytes.subarray(start, start + length);
      onFrame({ opcode: bytes[at] & 0x0f, fin: (bytes[at] & 0x80) !== 0, payload });
      at = start + length;
    }
    this.#rest = bytes.subarray(at);
  }
}

export interface RawOptions {
  port: number;
  host?: string;
  /** The address to come from: any of 127.0.0.0/8 works on Linux. */
  from?: string;
  path?: string;
  method?: string;
  /** Header name → value; `undefined` leaves out one that would be sent. */
  headers?: Record<string, string | undefined>;
}

/** The server answered with something else than 101, or with a 101 that breaks the standard. */
export class HandshakeRefused extends Error {
  constructor(readonly response: RawResponse) {
    super(`The server answered ${response.status}: ${response.body}`);
  }
}

/** One connection. Frames are queued until they are asked for, unless `onFrame` is set. */
export class RawWebSocket {
  /** Takes each frame as it comes, instead of the queue. */
  onFrame: ((frame: Frame) => void) | undefined;
  /** Resolves when the TCP connection is gone, whoever ended it and however. */
  readonly closed: Promise<void>;
  /** Bytes that came in after the handshake. */
  received = 0;
  readonly #reader = new FrameReader();
  readonly #frames: Frame[] = [];
  readonly #waiting: ((frame: Frame | undefined) => void)[] = [];

  /** @param head what the server answered the handshake with. */
  private constructor(readonly socket: Socket, readonly head: Head, rest: Buffer) {
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("data", this.#take).resume();
    this.closed.then(() => this.#waiting.splice(0).forEach((tell) => tell(undefined)));
    if (rest.length > 0) this.#take(rest);
  }

  /** @throws {HandshakeRefused} with the answer if it is not the right one. */
  static async connect(options: RawOptions): Promise<RawWebSocket> {
    const socket = await connectRaw(options.port, options.host, options.from);
    const key = randomBytes(16).toString("base64");
    const headers: Record<string, string | undefined> = {
      "Host": `${options.host ?? "127.0.0.1"}:${options.port}`,
      "Connection": "Upgrade",
      "Upgrade": "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": key,
      "Sec-WebSocket-Protocol": "parley.v1",
      ...options.headers,
    };
    const lines = Object.entries(headers).filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(
      `${options.method ?? "GET"} ${options.path ?? "/v1/ws"} HTTP/1.1\r\n${lines.join("")}\r\n`,
    );
    const { head, rest } = await readHead(socket);
    const accept = createHash("sha1").update(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
      .digest("base64");
    const rightAnswer = head.status === 101 && head.header("sec-websocket-accept") === accept &&
      head.header("sec-websocket-protocol") === "parley.v1";
    if (!rightAnswer) {
      const response = await readResponse(socket, head, rest);
      socket.destroy();
      throw new HandshakeRefused(response);
    }
    return new RawWebSocket(socket, head, rest);
  }

  readonly #take = (chunk: Buffer): void => {
    this.received += chunk.length;
    this.#reader.push(chunk, (frame) => {
      if (this.onFrame) return this.onFrame(frame);
      const tell = this.#waiting.shift();
      if (tell) tell(frame);
      else this.#frames.push(frame);
    });
  };

  /** The next frame; `undefined` when the connection is gone without one. */
  nextFrame(): Promise<Frame | undefined> {
    const frame = this.#frames.shift();
    if (frame || this.socket.destroyed) return Promise.resolve(frame);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The next text message. @throws {Error} if anything else comes first. */
  async nextText(): Promise<string> {
    const frame = await this.nextFrame();
    if (frame?.opcode === OPCODE.text && frame.fin) return frame.payload.toString();
    throw new Error(`Expected a text, got ${frame ? `opcode ${frame.opcode}` : "the end"}.`);
  }

  /** The code of the server's close frame, what came before it skipped; 1006 if it ended without one. */
  async nextClose(): Promise<number> {
    for (;;) {
      const frame = await this.nextFrame();
      if (!frame) return 1006;
      if (frame.opcode !== OPCODE.close) continue;
      return frame.payload.length < 2 ? 1005 : frame.payload.readUInt16BE();
    }
  }

  sendText(text: string): void {
    this.socket.write(encodeFrame(OPCODE.text, text));
  }

  sendFrame(opcode: number, payload: string | Uint8Array, options?: FrameOptions): void {
    this.socket.write(encodeFrame(opcode, payload, options));
  }

  sendClose(code: number, reason?: string): void {
    this.sendFrame(OPCODE.close, closePayload(code, reason));
  }

  /** Stops reading: what the server sends piles up on its side. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Vanishes without a goodbye, and resolves when the connection is gone. */
  destroy(): Promise<void> {
    this.socket.destroy();
    return this.closed;
  }
}

/** A TCP connection whose errors don't reach anybody: its `close` tells enough. */
export function connectRaw(port: number, host = "127.0.0.1", from?: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ port, host, localAddress: from, noDelay: true }, () => {
      socket.off("error", reject);
      socket.on("error", () => {});
      resolve(socket);
    });
    socket.once("error", reject);
  });
}

async function readHead(socket: Socket): Promise<{ head: Head; rest: Buffer }> {
  const bytes = await readUntil(socket, Buffer.alloc(0), (bytes) => bytes.includes("\r\n\r\n"));
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) throw new Error("The server hung up before it answered.");
  return { head: parseHead(bytes.toString("latin1", 0, end)), rest: bytes.subarray(end + 4) };
}
