/**
 * HTTP/1.1 as bytes on a bare TCP socket: for what no proper client sends, and to see what really comes
 * back.
 * @module
 */
import { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";

export interface Head {
  readonly status: number;
  /** All headers in order, names in lower case. */
  readonly headers: readonly (readonly [string, string])[];
  /** The first header of this (lower-case) name. */
  header(name: string): string | undefined;
}

export interface RawResponse extends Head {
  /** The body's text, chunks joined; what came of it if the server cut it. */
  readonly body: string;
}

/** Status line and headers, without the blank line. */
export function parseHead(text: string): Head {
  const [statusLine, ...lines] = text.split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return {
    status: Number(statusLine.split(" ")[1]),
    headers,
    header: (name) => headers.find(([other]) => other === name)?.[1],
  };
}

/**
 * The response that follows on `socket`, whose head was read already.
 *
 * @param rest what came after the head.
 * @param untilClose waits until the server hangs up, even if the body is complete.
 */
export async function readResponse(
  socket: Socket,
  head: Head,
  rest: Buffer,
  untilClose = false,
): Promise<RawResponse> {
  const chunked = head.header("transfer-encoding")?.toLowerCase() === "chunked";
  const length = Number(head.header("content-length") ?? Infinity);
  const isWhole = (bytes: Buffer) =>
    !untilClose && (chunked ? bytes.includes("\r\n0\r\n\r\n") : bytes.length >= length);
  const bytes = await readUntil(socket, rest, isWhole);
  return { ...head, body: (chunked ? joinChunks(bytes) : bytes).toString() };
}

/**
 * Sends `bytes` as they are and reads one response.
 *
 * @param untilClose as for {@linkcode readResponse}.
 * @returns the response; `undefined` if the server hung up without one.
 */
export async function rawRequest(
  port: number,
  bytes: string,
  { untilClose = false } = {},
): Promise<RawResponse | undefined> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.on("error", () => {});
  socket.write(bytes);
  const answer = await readUntil(socket, Buffer.alloc(0), (bytes) => bytes.includes("\r\n\r\n"));
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = parseHead(answer.toString("latin1", 0, end));
  const response = await readResponse(socket, head, answer.subarray(end + 4), untilClose);
  socket.destroy();
  return response;
}

/**
 * Reads until `isEnough`, or until the connection is gone. What comes afterwards waits in the socket,
 * which is paused.
 */
export function readUntil(
  socket: Socket,
  rest: Buffer,
  isEnough: (bytes: Buffer) => boolean,
): Promise<Buffer> {
  let bytes = rest;
  if (socket.destroyed || isEnough(bytes)) return Promise.resolve(bytes);
  return new Promise((resolve) => {
    const finish = () => {
      socket.pause().off("data", take).off("close", finish);
      resolve(bytes);
    };
    const take = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (isEnough(bytes)) finish();
    };
    socket.on("data", take).once("close", finish).resume();
  });
}

function joinChunks(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = bytes.indexOf("\r\n", at);
    const length = line < 0 ? 0 : Number.parseInt(bytes.toString("latin1", at, line), 16);
    if (!length) return Buffer.concat(parts);
    parts.push(bytes.subarray(line + 2, line + 2 + length));
    at = line + 2 + length + 2;
  }
}
