/**
 * What a gateway needs of whatever accepts its connections: the interface with two adapters.
 *
 * What an adapter must keep:
 * - It bounds an incoming message (`limits.incomingBytes`, fragments counted together), headers, body
 *   and request time, and the number of connections, where its platform lets it.
 * - `send` never blocks and never reorders. It writes a payload's framed bytes as they are.
 * - `close` and `terminate` free the descriptor and the memory of a peer that never reads again.
 * - `closed` is called exactly once for each peer, whoever ended it, and nothing is called after it.
 * @module
 */
import type { Identity } from "../../tls/identity.ts";
import type { Payload } from "./payload.ts";
import type { TrustedProxies } from "./proxies.ts";

/** One WebSocket connection, seen from the gateway. */
export interface Peer {
  /** The address of the client, without its port. */
  readonly address: string;
  /** Bytes that `send` took and the operating system didn't yet. */
  readonly waiting: number;
  send(payload: Payload): void;
  /** A WebSocket ping (RFC 6455 §5.5.2); its pong shows as `alive`. Does nothing where not offered. */
  ping(): void;
  /** Starts the closing handshake; the socket is destroyed `limits.closeTime` later at the latest. */
  close(code: number, reason: string): void;
  /** Reads nothing more of what it sends: for one that is being closed and goes on. */
  ignore(): void;
  /** Destroys the socket now. */
  terminate(): void;
}

/** What the gateway does about one peer. */
export interface PeerHandler {
  /** A whole text message. (A binary one is a protocol error: the adapter closes with 1003.) */
  message(text: string): void;
  /** Any sign of life that is not a message. */
  alive(): void;
  /** It broke the WebSocket protocol, for which the adapter closes it; not shown by every adapter. */
  broken(): void;
  /** It is gone. `code` is what the peer closed with, 1005 if without one, 1006 if it did not close. */
  closed(code: number): void;
}

export interface ListenerOptions {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Share the port with other gateways of this server. */
  reusePort: boolean;
  maxConnections: number;
  /** True if the system has room for one connection more than so many; it always has if not given. */
  hasRoom?: (connections: number) => boolean;
  /** Who the server is in TLS, judged before; without TLS if not given. */
  identity?: Identity;
  /** `limits.connectionsPerAddress` if not given. */
  connectionsPerAddress?: number;
  /**
   * Proxies that are believed: a request that comes through them comes from whom they say. Their own
   * connections are many; each WebSocket counts for whom it is. None if not given.
   */
  proxies?: TrustedProxies;
  /**
   * Take one message of each peer a turn: whoever sends thousands at once waits for itself, not the others
   * for it. Costs a third of what few busy senders could reach, so it is for where their rate is limited.
   */
  takeTurns?: boolean;
  /** Answers an HTTP request. `address` is the client's. Never rejects. */
  fetch(request: Request, address: string): Promise<Response> | Response;
  /**
   * Judges an upgrade to the WebSocket at `PATH`, before it happens.
   * @returns a response that refuses it, or `undefined` to go on.
   */
  refuseUpgrade(request: Request, address: string): Response | undefined;
  /** A new peer, its handshake done. @param upgrade what it asked with. */
  accept(peer: Peer, upgrade: Request): PeerHandler;
  /** Times other than those of `limits`, for tests. */
  times?: Partial<ListenerTimes>;
}

/** Milliseconds; each is the limit of the same name where not given. */
export interface ListenerTimes {
  requestTime: number;
  keepAliveTime: number;
  stallTime: number;
  closeTime: number;
}

/** Where the WebSocket lives. */
export const PATH = "/v1/ws";

export interface Listener {
  /** The port that it listens on. */
  readonly port: number;
  /** Shows this identity in handshakes from now on. Connections that there are go on. Only with TLS. */
  renew(identity: Identity): void;
  /** Takes no more connections; peers and requests under way stay. */
  stop(): void;
  /** Destroys what is left and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts listening.
 *
 * @throws {ParleyError} `conflict` if the port is taken, `forbidden` if it needs more rights, `bad-request`
 * for a bad host.
 */
export type Listen = (options: ListenerOptions) => Promise<Listener>;
