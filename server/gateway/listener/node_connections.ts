/**
 * The connections of a `node:http` server: counted, limited, and known by whose they are.
 * @module
 */
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { limits } from "../../../shared/limits.ts";
import { plainAddress } from "./address.ts";
import { Admission, refuseSurplus, type Surplus } from "./admission.ts";
import type { ListenerOptions } from "./listener.ts";
import { TrustedProxies } from "./proxies.ts";

export interface Connections {
  readonly admission: Admission;
  readonly proxies: TrustedProxies;
  /** All sockets, upgraded ones too. */
  readonly sockets: ReadonlySet<Socket>;
  /** Those over a limit, which are there only to be told so, by {@linkcode endOf}. */
  readonly surplus: ReadonlyMap<string, Surplus>;
}

/** The other end. TLS has a socket of its own around the one that was accepted: both have the same end. */
export function endOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

export function countConnections(
  server: Server,
  { maxConnections, connectionsPerAddress, hasRoom, proxies = new TrustedProxies([]) }:
    ListenerOptions,
  closeTime: number,
): Connections {
  const admission = new Admission(maxConnections, connectionsPerAddress, hasRoom);
  const sockets = new Set<Socket>();
  const surplus = new Map<string, Surplus>();
  const giveUp = (socket: Socket, over: Surplus) => {
    const end = endOf(socket);
    surplus.set(end, over);
    const timer = setTimeout(() => socket.destroy(), closeTime);
    socket.once("close", () => {
      sockets.delete(socket);
      surplus.delete(end);
      clearTimeout(timer);
    });
  };
  // Of TLS too this is the connection itself, before any handshake.
  server.on("connection", (socket: Socket) => {
    const other = plainAddress(socket.remoteAddress);
    const address = proxies.includes(other) ? undefined : other;
    const over = admission.enter(address);
    if (over && surplus.size >= limits.refusedConnections) return void socket.destroy();
    sockets.add(socket);
    if (over) return giveUp(socket, over);
    // It comes once; `once` would keep three more objects for as long as the connection lasts.
    socket.on("close", () => {
      sockets.delete(socket);
      admission.leave(address);
    });
  });
  return { admission, proxies, sockets, surplus };
}

/** Counts a WebSocket that comes through a proxy for whom it is from. */
export function refuseBehindProxy(
  socket: Socket,
  address: string,
  { admission, proxies }: Connections,
): Response | undefined {
  if (!proxies.includes(plainAddress(socket.remoteAddress))) return undefined;
  if (!admission.enterFrom(address)) return refuseSurplus("address");
  socket.once("close", () => admission.leaveFrom(address));
  return undefined;
}

/** The address of whom a request is from, past the proxies that are believed. */
export function clientOf({ socket, headers }: IncomingMessage, proxies: TrustedProxies): string {
  const forwardedFor = headers["x-forwarded-for"];
  return proxies.clientOf(plainAddress(socket.remoteAddress), forwardedFor?.toString());
}
