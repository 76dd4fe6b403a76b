/**
 * Answers the HTTP requests of a `node:http` server, those of one connection one after the other.
 * @module
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Server as TlsServer } from "node:tls";
import { limits } from "../../../shared/limits.ts";
import { refuseSurplus } from "./admission.ts";
import { judgeHandshake } from "./handshake.ts";
import { type ListenerOptions, PATH } from "./listener.ts";
import { clientOf, type Connections, endOf } from "./node_connections.ts";
import {
  announcesTooMuch,
  type Body,
  readBody,
  toRequest,
  writeResponse,
} from "./node_exchange.ts";
import { badRequest, bodyTooLarge } from "./refusal.ts";

/** The requests of one connection. */
interface Line {
  /** Those that are not answered yet. */
  readonly waiting: Set<IncomingMessage>;
  /** Resolves when all that came so far are answered. */
  answered: Promise<void>;
  /** An answer is on its way: an error must not be written into the middle of it. */
  answering: boolean;
}

/** @param stallTime silence after which a connection is cut whose request is not answered whole. */
export function answerRequests(
  server: Server,
  options: ListenerOptions,
  stallTime: number,
  connections: Connections,
): void {
  const lines = new WeakMap<Socket, Line>();
  server.on("request", (message: IncomingMessage, out: ServerResponse) => {
    const { socket } = message;
    let line = lines.get(socket);
    if (!line) {
      line = { waiting: new Set(), answered: Promise.resolve(), answering: false };
      lines.set(socket, line);
    }
    if (line.waiting.size === limits.pipelinedRequests) {
      socket.destroy();
      // Node ends each of them by an error, whose stack takes longer than the answer would. One that is
      // destroyed already is left alone.
      for (const each of line.waiting) each.destroy();
    }
    // Whatever else has come is taken as a request all the same.
    if (socket.destroyed) return void message.destroy();
    line.waiting.add(message);
    // Here, since a timer that a socket once had stays with it, also as a WebSocket.
    socket.setTimeout(stallTime);
    const { answered } = line;
    const body = readBody(message);
    out.once("close", () => body?.release());
    // Nothing is made for a reader who doesn't take what was made before.
    line.answered = answered.then(async () => {
      if (!socket.destroyed) await respond(message, out, body, line, options, connections);
      line.waiting.delete(message);
    });
  });
  // Before its handshake is done, nobody at the other end could read an answer.
  const secured = new WeakSet<Socket>();
  server.on("secureConnection", (socket: Socket) => secured.add(socket));
  server.on("clientError", (error: Error & { code?: string }, socket: Socket) => {
    if (server instanceof TlsServer && !secured.has(socket)) return void socket.destroy();
    if (!socket.writable || lines.get(socket)?.answering) return void socket.destroy();
    const status = error.code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? "408 Request Timeout"
      : "400 Bad Request";
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    socket.destroySoon();
  });
}

async function respond(
  message: IncomingMessage,
  out: ServerResponse,
  body: Body | undefined,
  line: Line,
  options: ListenerOptions,
  { proxies, surplus }: Connections,
): Promise<void> {
  const { socket } = message;
  const gone = new AbortController();
  out.once("close", () => {
    if (!out.writableFinished) gone.abort();
  });
  const over = surplus.get(endOf(socket));
  let response = over
    ? refuseSurplus(over)
    : announcesTooMuch(message)
    ? bodyTooLarge()
    : await answer(
      () => toRequest(message, body, gone.signal),
      options,
      clientOf(message, proxies),
    );
  if (body?.tooLarge && response.status !== 413) response = bodyTooLarge();
  line.answering = true;
  await writeResponse(response, out);
  line.answering = false;
}

async function answer(
  makeRequest: () => Request,
  options: ListenerOptions,
  address: string,
): Promise<Response> {
  let request: Request;
  try {
    request = makeRequest();
  } catch {
    return badRequest();
  }
  // Only what does not ask for a WebSocket comes here: at its path that is judged, never served.
  const refused = new URL(request.url).pathname === PATH && judgeHandshake(request);
  return refused || await options.fetch(request, address);
}
