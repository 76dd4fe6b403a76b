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

/** Everything that the server sends until it hangs up, as one response. */
export async function readResponse(
  socket: Socket,
  head: Head,
  rest: Buffer,
): Promise<RawResponse> {
  const bytes = Buffer.concat([rest, await readAll(socket)]);
  const chunked = head.header("transfer-encoding")?.toLowerCase() === "chunked";
  return { ...head, body: (chunked ? joinChunks(bytes) : bytes).toString() };
}

/**
 * Sends `bytes` as they are and reads until the server hangs up: ask it to, with `Connection: close`.
 *
 * @returns the response; `undefined` if the server hung up without one.
 */
export async function rawRequest(port: number, bytes: string): Promise<RawResponse | undefined> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.on("error", () => {});
  socket.write(bytes);
  const answer = await readAll(socket);
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = parseHead(answer.toString("latin1", 0, end));
  return await readResponse(socket, head, answer.subarray(end + 4));
}

function readAll(socket: Socket): Promise<Buffer> {
  if (socket.destroyed) return Promise.resolve(Buffer.alloc(0));
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk)).resume();
  return new Promise((resolve) => socket.once("close", () => resolve(Buffer.concat(chunks))));
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
