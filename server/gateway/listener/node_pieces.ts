/**
 * Hands what comes over a connection to the HTTP parser in small pieces, for as long as anybody wants it.
 *
 * The parser takes apart whatever it is given, though the connection was cut at its beginning: more than a
 * thousand requests are in 64 KiB, and making them takes a fifth of a second, in which nobody else is
 * served.
 * @module
 */
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { limits } from "../../../shared/limits.ts";

/** What `node:http` keeps of a connection, as far as it matters here; Deno lets its parser read by itself. */
interface Parsed {
  parser?: { _consumed?: boolean; unconsume(): void };
}

const NOTHING = Buffer.alloc(0);

/** What is left for whom the connection is handed on to, by its socket. */
const feeds = new WeakMap<Socket, () => Buffer>();

/** To be called for a socket that `node:http` has just begun to listen to. */
export function parseInPieces(socket: Socket): void {
  const [parse, ...others] = socket.listeners("data") as ((piece: Buffer) => void)[];
  // It listens in another way: then it is left alone.
  if (!parse || others.length > 0) return;
  const { parser } = socket as Parsed;
  if (parser?._consumed) {
    parser.unconsume();
    parser._consumed = false;
  }
  let rest: Buffer = NOTHING;
  const feed = (chunk: Buffer) => {
    rest = chunk;
    while (rest.length > 0 && !socket.destroyed) {
      const piece = rest.subarray(0, limits.httpPiece);
      rest = rest.subarray(limits.httpPiece);
      parse.call(socket, piece);
    }
    rest = NOTHING;
  };
  socket.off("data", parse).on("data", feed);
  feeds.set(socket, () => {
    socket.off("data", feed);
    const left = rest;
    rest = NOTHING;
    return left;
  });
}

/** Lets go of a socket that is upgraded. @returns what came behind `head` and was not parsed. */
export function behindUpgrade(socket: Socket, head: Buffer): Buffer {
  const rest = feeds.get(socket)?.() ?? NOTHING;
  // Else all of the parser would be kept for as long as the connection lasts.
  feeds.delete(socket);
  return rest.length > 0 ? Buffer.concat([head, rest]) : head;
}
