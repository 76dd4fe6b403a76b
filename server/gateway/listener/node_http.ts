/**
 * The default listener: `node:http` and `ws`. It keeps everything that the contract asks for.
 *
 * Payloads go straight to the upgraded socket, past `ws`: the same framed Buffer for every peer. Both
 * write whole frames in one call, so they can't get into one another. With TLS the socket encrypts, for
 * each peer anew.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { Buffer } from "node:buffer";
import http, { type IncomingMessage, ServerResponse } from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
// @ts-types="@types/ws"
import { type ServerOptions, WebSocket, WebSocketServer } from "ws";
import { limits } from "../../../shared/limits.ts";
import { SUBPROTOCOL } from "../../../shared/protocol/base.ts";
import { refuseSurplus } from "./admission.ts";
import { asksForWebSocket, closeReason, judgeHandshake } from "./handshake.ts";
import { listenError } from "./listen_error.ts";
import type { Listen, ListenerOptions, ListenerTimes, Peer } from "./listener.ts";
import {
  clientOf,
  type Connections,
  countConnections,
  endOf,
  refuseBehindProxy,
} from "./node_connections.ts";
import { isHttp11, toRequest, writeResponse } from "./node_exchange.ts";
import { answerRequests } from "./node_requests.ts";
import { behindUpgrade, parseInPieces } from "./node_pieces.ts";
import type { Payload } from "./payload.ts";
import { badRequest } from "./refusal.ts";

const logger = getLogger(["parley", "tls"]);

export const listen: Listen = async (options) => {
  const times: ListenerTimes = { ...limits, ...options.times };
  const { identity } = options;
  const settings = {
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
  } as http.ServerOptions;
  const server = identity
    ? https.createServer({ ...settings, ...identity, handshakeTimeout: times.requestTime })
    : http.createServer(settings);
  server.on(identity ? "secureConnection" : "connection", parseInPieces);
  const connections = countConnections(server, options, times.closeTime);
  answerRequests(server, options, times.stallTime, connections);
  answerUpgrades(server, options, times, connections);
  await open(server, options);
  const closed = new Promise<void>((resolve) => server.once("close", () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    renew: (identity) => {
      if (!(server instanceof https.Server)) return;
      if (typeof server.setSecureContext === "function") server.setSecureContext({ ...identity });
      else logger.error("A binary on this base of Deno shows its first certificate; start it anew");
    },
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

function answerUpgrades(
  server: http.Server,
  options: ListenerOptions,
  times: ListenerTimes,
  connections: Connections,
): void {
  const webSockets = new WebSocketServer(
    {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.incomingBytes,
      maxFragments: limits.fragments,
      closeTimeout: times.closeTime,
      allowSynchronousEvents: !options.takeTurns,
      handleProtocols: () => SUBPROTOCOL,
    } as ServerOptions,
  );

  server.on("upgrade", (message: IncomingMessage, socket: Socket, start: Buffer) => {
    socket.on("error", ignore);
    const head = behindUpgrade(socket, start);
    const address = clientOf(message, connections.proxies);
    let request: Request | undefined;
    try {
      if (isHttp11(message)) request = toRequest(message);
    } catch {
      // It is refused below.
    }
    const over = connections.surplus.get(endOf(socket));
    const refused = over
      ? refuseSurplus(over)
      : !request
      ? badRequest()
      : judgeHandshake(request) ?? options.refuseUpgrade(request, address) ??
        refuseBehindProxy(socket, address, connections);
    if (refused) return void writeRefusal(refused, message, socket);
    cutWhenHalfOpen(socket, times.closeTime);
    webSockets.handleUpgrade(message, socket, head, (webSocket) => {
      accept(webSocket, new NodePeer(webSocket, socket, address), request!, options);
    });
  });
}

/** At the top, so that it keeps nothing of a handshake for as long as its connection lasts. */
function ignore(): void {}

function writeRefusal(response: Response, message: IncomingMessage, socket: Socket): Promise<void> {
  const out = new ServerResponse(message);
  out.assignSocket(socket);
  out.setHeader("connection", "close");
  out.once("finish", () => socket.destroySoon());
  return writeResponse(response, out);
}

/** An upgraded socket whose other end has finished still waits for what it has to write: not for ever. */
function cutWhenHalfOpen(socket: Socket, closeTime: number): void {
  // Not `once`, which would keep more for as long as the connection lasts.
  socket.on("end", () => {
    const timer = setTimeout(() => socket.destroy(), closeTime);
    socket.once("close", () => clearTimeout(timer));
  });
}

function accept(
  webSocket: WebSocket,
  peer: NodePeer,
  upgrade: Request,
  options: ListenerOptions,
): void {
  const handler = options.accept(peer, upgrade);
  webSocket.on("message", (data: Buffer, isBinary: boolean) => {
    if (webSocket.readyState !== WebSocket.OPEN) return peer.late(data.length);
    if (isBinary) webSocket.close(1003, "Only text messages are understood here.");
    else handler.message(data.toString("utf8"));
  });
  webSocket.on("ping", () => handler.alive());
  webSocket.on("pong", () => handler.alive());
  // `ws` closes by itself after a protocol error; `closed` follows.
  webSocket.on("error", ({ code }: Error & { code?: string }) => {
    if (code?.startsWith("WS_ERR_")) handler.broken();
  });
  webSocket.on("close", (code: number) => handler.closed(code));
}

/** Where `ws` keeps what it has read and not taken apart. */
interface Receiving {
  readonly _receiver: { _buffers: Buffer[]; _bufferedBytes: number };
}

class NodePeer implements Peer {
  readonly address: string;
  #late = 0;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;

  constructor(webSocket: WebSocket, socket: Socket, address: string) {
    this.address = address;
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

  ignore(): void {
    this.#webSocket.pause();
    // `ws` takes apart all that it has read already, a frame a turn: ten thousand may be left, and they
    // would come after the connection is gone. It offers no way to drop them.
    const receiver = (this.#webSocket as unknown as Receiving)._receiver;
    receiver._buffers = [];
    receiver._bufferedBytes = 0;
  }

  /** What arrives after our own close frame is nobody's any more; behind much of it not even the peer's. */
  late(bytes: number): void {
    this.#late += Math.max(bytes, limits.lateLeast);
    if (this.#late > limits.lateBytes) this.ignore();
  }

  terminate(): void {
    this.#webSocket.terminate();
  }
}
