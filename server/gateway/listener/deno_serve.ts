/**
 * The listener over `Deno.serve` and `Deno.upgradeWebSocket`, for running behind a proxy.
 *
 * What this platform can't do, and the proxy has to: bound a message before it is read whole; bound
 * headers, and the time of a request; count connections that are not WebSockets; refuse unmasked
 * frames; free the descriptor and the memory of a peer that doesn't read. A peer that was closed or
 * terminated is gone for the gateway in time, but its socket stays until its other end lets go. Close
 * codes below 3000 can't be sent: a frame that may not be is answered with `CLOSE.badFrame`.
 * @module
 */
import { Buffer } from "node:buffer";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { CLOSE, SUBPROTOCOL } from "../../../shared/protocol/mod.ts";
import { isPlainHost, plainAddress } from "./address.ts";
import { Admission, refuseSurplus } from "./admission.ts";
import { INNER_HOST, openFront, type TlsFront } from "./deno_tls_front.ts";
import { asksForWebSocket, closeReason, judgeHandshake } from "./handshake.ts";
import { listenError } from "./listen_error.ts";
import {
  type Listen,
  type ListenerOptions,
  PATH,
  type Peer,
  type PeerHandler,
} from "./listener.ts";
import type { Payload } from "./payload.ts";
import { TrustedProxies } from "./proxies.ts";
import { badRequest, bodyTooLarge, refusal } from "./refusal.ts";

export const listen: Listen = async (options) => {
  const site = new Site(options);
  const { identity } = options;
  const server = identity
    ? await open({ ...options, host: INNER_HOST, port: 0, reusePort: false }, site)
    : await open(options, site);
  const front = site.front = identity && await openFront(options, identity, server.addr.port)
    .catch(async (error) => {
      await server.shutdown();
      throw error;
    });
  return {
    port: (front ?? server.addr).port,
    renew: (identity) => front?.renew(identity),
    // Not `server.shutdown()`, which closes the peers too. What still connects is told to go.
    stop: () => {
      site.stopped = true;
      front?.stop();
    },
    close: async () => {
      site.stopped = true;
      for (const peer of site.peers) peer.terminate();
      await front?.close();
      site.end.abort();
      await server.finished;
    },
  };
};

// deno-lint-ignore require-await -- the contract's errors are rejections
async function open(
  { host, port, reusePort }: ListenerOptions,
  site: Site,
): Promise<Deno.HttpServer<Deno.NetAddr>> {
  // Without the flag `reusePort` ends the whole process; the flag shows in what it makes available.
  if (reusePort && !("listenDatagram" in Deno)) {
    throw new ParleyError(
      "bad-request",
      "With --listener deno, gateways can share a port only if Deno runs with --unstable-net. " +
        "Add that flag, or use --workers 1 or --listener node.",
    );
  }
  try {
    return Deno.serve({
      hostname: host,
      port,
      reusePort,
      signal: site.end.signal,
      onListen: () => {},
    }, site.answer);
  } catch (error) {
    throw listenError(error, host, port);
  }
}

/** One listening port: what it answers, and the peers that came through it. */
class Site {
  stopped = false;
  /** What takes its connections, where they are encrypted. */
  front: TlsFront | undefined;
  readonly end = new AbortController();
  readonly peers = new Set<DenoPeer>();
  readonly #admission: Admission;
  readonly #options: ListenerOptions;
  readonly #proxies: TrustedProxies;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#proxies = options.proxies ?? new TrustedProxies([]);
    const { maxConnections, connectionsPerAddress, hasRoom } = options;
    this.#admission = new Admission(maxConnections, connectionsPerAddress, hasRoom);
  }

  readonly answer = (
    request: Request,
    info: Deno.ServeHandlerInfo<Deno.NetAddr>,
  ): Promise<Response> | Response => {
    const { hostname, port } = info.remoteAddr;
    const other = this.front ? this.front.addressOf(port) : plainAddress(hostname);
    if (other === undefined) return refusal(403, "forbidden", "This port is the server's own.");
    const address = this.#proxies.clientOf(
      other,
      request.headers.get("x-forwarded-for"),
    );
    if (this.stopped) {
      return refusal(503, "unavailable", "The server stops. Come back in a moment.");
    }
    if (!isPlainHost(request.headers.get("host") ?? "")) return badRequest();
    if (asksForWebSocket(request.headers.get("upgrade"))) return this.#upgrade(request, address);
    const refused = new URL(request.url).pathname === PATH && judgeHandshake(request);
    return refused || serve(request, address, this.#options);
  };

  #upgrade(request: Request, address: string): Response {
    const refused = judgeHandshake(request) ?? this.#options.refuseUpgrade(request, address);
    if (refused) return refused;
    const over = this.#admission.enter(address);
    if (over) return refuseSurplus(over);
    // The request itself can't be read any more once it is upgraded.
    const upgrade = new Request(request.url, { headers: request.headers });
    try {
      const { socket, response } = Deno.upgradeWebSocket(request, {
        protocol: SUBPROTOCOL,
        idleTimeout: limits.pingAfter / 1000,
      });
      const peer = new DenoPeer(socket, upgrade, address, this.#options, () => {
        this.peers.delete(peer);
        this.#admission.leave(address);
      });
      this.peers.add(peer);
      return response;
    } catch {
      this.#admission.leave(address);
      return badRequest();
    }
  }
}

async function serve(
  request: Request,
  address: string,
  options: ListenerOptions,
): Promise<Response> {
  if (Number(request.headers.get("content-length") ?? 0) > limits.bodyBytes) return bodyTooLarge();
  if (!request.body) return options.fetch(request, address);
  let total = 0;
  const bounded = request.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        total += chunk.length;
        if (total <= limits.bodyBytes) controller.enqueue(chunk);
        else controller.error(new ParleyError("too-large", "The body is too long."));
      },
    }),
  );
  // Not made from the request itself: its signal, once touched, fires at every answer.
  const { url, method, headers } = request;
  const copy = new Request(url, { method, headers, body: bounded });
  const response = await options.fetch(copy, address);
  return total > limits.bodyBytes && response.status !== 413 ? bodyTooLarge() : response;
}

class DenoPeer implements Peer {
  readonly address: string;
  readonly #socket: WebSocket;
  readonly #closeTime: number;
  readonly #onGone: () => void;
  #handler: PeerHandler | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gone = false;

  constructor(
    socket: WebSocket,
    upgrade: Request,
    address: string,
    options: ListenerOptions,
    onGone: () => void,
  ) {
    this.address = address;
    this.#socket = socket;
    this.#closeTime = options.times?.closeTime ?? limits.closeTime;
    this.#onGone = onGone;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      if (!this.#gone) this.#handler = options.accept(this, upgrade);
    };
    socket.onmessage = (event) => this.#receive(event.data);
    // The platform's code is 0 where the standard's is 1006.
    socket.onclose = (event) => this.#leave(event.code || 1006);
    // `close` follows every error.
    socket.onerror = (event) => event.preventDefault();
  }

  get waiting(): number {
    return this.#socket.bufferedAmount;
  }

  send(payload: Payload): void {
    if (this.#isOpen()) this.#socket.send(payload.text);
  }

  /** The platform pings by itself and closes a silent peer: one that is open is alive. */
  ping(): void {
    if (this.#isOpen()) this.#handler?.alive();
  }

  close(code: number, reason: string): void {
    if (!this.#isOpen()) return;
    this.#socket.close(code, closeReason(reason));
    this.#timer = setTimeout(() => this.#leave(1006), this.#closeTime);
  }

  /** The platform reads on; what it reads is nobody's any more. */
  ignore(): void {}

  terminate(): void {
    if (this.#isOpen()) this.#socket.close();
    this.#leave(1006);
  }

  #isOpen(): boolean {
    return !this.#gone && this.#socket.readyState === WebSocket.OPEN;
  }

  #receive(data: unknown): void {
    if (!this.#isOpen()) return;
    if (typeof data !== "string") {
      this.close(CLOSE.badFrame, "Only text messages are understood here.");
    } else if (
      data.length * 3 > limits.incomingBytes && Buffer.byteLength(data) > limits.incomingBytes
    ) {
      this.close(CLOSE.badFrame, `A message is longer than ${limits.incomingBytes} bytes.`);
    } else {
      this.#handler?.message(data);
    }
  }

  #leave(code: number): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#timer);
    this.#onGone();
    this.#handler?.closed(code);
  }
}
