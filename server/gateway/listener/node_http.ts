/**
 * The default listener: `node:http` and `ws`. It keeps everything that the contract asks for.
 *
 * Payloads go straight to the upgraded socket, past `ws`: the same framed Buffer for every peer. Both
 * write whole frames in one call, so they can't get into one another.
 * @module
 */
import type { Buffer } from "node:buffer";
import http, { type IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
// @ts-types="@types/ws"
import { type ServerOptions, WebSocket, WebSocketServer } from "ws";
import { limits } from "../../../shared/limits.ts";
import { SUBPROTOCOL } from "../../../shared/protocol/base.ts";
import { plainAddress } from "./address.ts";
import { Admission, refuseSurplus, type Surplus } from "./admission.ts";
import { asksForWebSocket, closeReason, judgeHandshake } from "./handshake.ts";
import { listenError } from "./listen_error.ts";
import {
  type Listen,
  type ListenerOptions,
  type ListenerTimes,
  PATH,
  type Peer,
} from "./listener.ts";
import { announcesTooMuch, readBody, toRequest, writeResponse } from "./node_exchange.ts";
import type { Payload } from "./payload.ts";
import { badRequest, bodyTooLarge } from "./refusal.ts";

export const listen: Listen = async (options) => {
  const times: ListenerTimes = { ...limits, ...options.times };
  const server = http.createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: times.requestTime,
    requestTimeout: times.requestTime,
    // How often those two are looked at; the default, 30 s, would make them three times as long.
    connectionsCheckingInterval: Math.ceil(times.requestTime / 4),
    keepAliveTimeout: times.keepAliveTime,
    noDelay: true,
    keepAlive: true,
    // Any other upgrade (`h2c` is offered by some clients) is left alone, as HTTP wants it.
    shouldUpgradeCallback: (message: IncomingMessage) => asksForWebSocket(message.headers.upgrade),
  } as http.ServerOptions);
  server.timeout = times.stallTime;
  const connections = countConnections(server, options, times.closeTime);
  answerRequests(server, options, connections);
  answerUpgrades(server, options, times, connections);
  await open(server, options);
  const closed = new Promise<void>((resolve) => server.once("close", () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => void server.close(),
    close: () => {
      server.close();
      for (const socket of connections.sockets) socket.destroy();
      return closed;
    },
  };
};

function open(server: http.Server, { host, port, reusePort }: ListenerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(listenError(error, host, port));
    server.once("error", fail);
    server.listen({ host, port, reusePort }, () => {
      server.off("error", fail);
      // A connection that can't be accepted (EMFILE) is its own loss, not the server's.
      server.on("error", () => {});
      resolve();
    });
  });
}

interface Connections {
  /** All sockets, upgraded ones too. */
  readonly sockets: ReadonlySet<Socket>;
  /** Those over a limit, which are there only to be told so. */
  readonly surplus: ReadonlyMap<Socket, Surplus>;
}

function countConnections(
  server: http.Server,
  { maxConnections, connectionsPerAddress }: ListenerOptions,
  closeTime: number,
): Connections {
  const admission = new Admission(maxConnections, connectionsPerAddress);
  const sockets = new Set<Socket>();
  const surplus = new Map<Socket, Surplus>();
  server.on("connection", (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress);
    const over = admission.enter(address);
    if (over && surplus.size >= limits.refusedConnections) return void socket.destroy();
    sockets.add(socket);
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (over) {
      surplus.set(socket, over);
      timer = setTimeout(() => socket.destroy(), closeTime);
    }
    socket.once("close", () => {
      sockets.delete(socket);
      clearTimeout(timer);
      if (!surplus.delete(socket)) admission.leave(address);
    });
  });
  return { sockets, surplus };
}

function answerRequests(
  server: http.Server,
  options: ListenerOptions,
  { surplus }: Connections,
): void {
  /** Sockets with an answer on its way: an error must not be written into the middle of it. */
  const answering = new WeakSet<Socket>();
  server.on("request", async (message: IncomingMessage, out: ServerResponse) => {
    const { socket } = message;
    const gone = new AbortController();
    const body = readBody(message);
    out.once("close", () => {
      answering.delete(socket);
      if (!out.writableFinished) gone.abort();
      body?.release();
    });
    const over = surplus.get(socket);
    let response = over
      ? refuseSurplus(over)
      : announcesTooMuch(message)
      ? bodyTooLarge()
      : await answer(() => toRequest(message, body, gone.signal), options, addressOf(socket));
    if (body?.tooLarge && response.status !== 413) response = bodyTooLarge();
    answering.add(socket);
    await writeResponse(response, out);
  });
  server.on("clientError", (error: Error & { code?: string }, socket: Socket) => {
    if (!socket.writable || answering.has(socket)) return void socket.destroy();
    const status = error.code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? "408 Request Timeout"
      : "400 Bad Request";
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    socket.destroySoon();
  });
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

function answerUpgrades(
  server: http.Server,
  options: ListenerOptions,
  times: ListenerTimes,
  { surplus }: Connections,
): void {
  const webSockets = new WebSocketServer(
    {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.incomingBytes,
      closeTimeout: times.closeTime,
      handleProtocols: () => SUBPROTOCOL,
    } as ServerOptions,
  );

  server.on("upgrade", (message: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on("error", () => {});
    const over = surplus.get(socket);
    const refused = over ? refuseSurplus(over) : refuse(message, options, addressOf(socket));
    if (refused) return void writeRefusal(refused, message, socket);
    cutWhenHalfOpen(socket, times.closeTime);
    webSockets.handleUpgrade(message, socket, head, (webSocket) => {
      accept(webSocket, socket, options);
    });
  });
}

function refuse(
  message: IncomingMessage,
  options: ListenerOptions,
  address: string,
): Response | undefined {
  let request: Request;
  try {
    request = toRequest(message);
  } catch {
    return badRequest();
  }
  return judgeHandshake(request) ?? options.refuseUpgrade(request, address);
}

function writeRefusal(response: Response, message: IncomingMessage, socket: Socket): Promise<void> {
  const out = new ServerResponse(message);
  out.assignSocket(socket);
  out.setHeader("connection", "close");
  out.once("finish", () => socket.destroySoon());
  return writeResponse(response, out);
}

/** An upgraded socket whose other end has finished still waits for what it has to write: not for ever. */
function cutWhenHalfOpen(socket: Socket, closeTime: number): void {
  socket.once("end", () => {
    const timer = setTimeout(() => socket.destroy(), closeTime);
    socket.once("close", () => clearTimeout(timer));
  });
}

function accept(webSocket: WebSocket, socket: Socket, options: ListenerOptions): void {
  const handler = options.accept(new NodePeer(webSocket, socket));
  webSocket.on("message", (data: Buffer, isBinary: boolean) => {
    // What arrives after our own close frame is nobody's any more.
    if (webSocket.readyState !== WebSocket.OPEN) return;
    if (isBinary) webSocket.close(1003, "Only text messages are understood here.");
    else handler.message(data.toString("utf8"));
  });
  webSocket.on("ping", () => handler.alive());
  webSocket.on("pong", () => handler.alive());
  // `ws` closes by itself after a protocol error; `closed` follows.
  webSocket.on("error", () => {});
  webSocket.on("close", (code: number) => handler.closed(code));
}

class NodePeer implements Peer {
  readonly address: string;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;

  constructor(webSocket: WebSocket, socket: Socket) {
    this.address = addressOf(socket);
    this.#webSocket = webSocket;
    this.#socket = socket;
  }

  get waiting(): number {
    return this.#socket.writableLength;
  }

  send(payload: Payload): void {
    if (this.#webSocket.readyState === WebSocket.OPEN) this.#socket.write(payload.framed);
  }

  ping(): void {
    if (this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.ping();
  }

  close(code: number, reason: string): void {
    this.#webSocket.close(code, closeReason(reason));
  }

  terminate(): void {
    this.#webSocket.terminate();
  }
}

function addressOf(socket: Socket): string {
  return plainAddress(socket.remoteAddress);
}
