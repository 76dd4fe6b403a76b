/**
 * TLS before `Deno.serve`, which keeps the certificate that it began with: `node:tls` takes the
 * connections, and hands their bytes on to a port that is this thread's own.
 * @module
 */
import { type AddressInfo, connect, type Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { createServer, type TLSSocket } from "node:tls";
import { limits } from "../../../shared/limits.ts";
import type { Identity } from "../../tls/identity.ts";
import { plainAddress } from "./address.ts";
import { listenError } from "./listen_error.ts";
import type { Listener, ListenerOptions } from "./listener.ts";

/** Where {@linkcode TlsFront} hands the bytes on to: out of reach of other machines. */
export const INNER_HOST = "127.0.0.1";

export interface TlsFront extends Listener {
  /** Whose bytes come from this port of this machine; undefined if it is no connection of the front. */
  addressOf(port: number): string | undefined;
}

/** @throws {ParleyError} as `Listen` does. */
export async function openFront(
  { host, port, reusePort, times }: ListenerOptions,
  identity: Identity,
  innerPort: number,
): Promise<TlsFront> {
  const addresses = new Map<number, string>();
  const sockets = new Set<Socket>();
  const server = createServer({
    ...identity,
    ALPNProtocols: ["http/1.1"],
    handshakeTimeout: times?.requestTime ?? limits.requestTime,
    noDelay: true,
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", (_error: Error, socket: TLSSocket) => socket.destroy());
  server.on("secureConnection", (client: TLSSocket) => {
    client.on("error", () => {});
    const address = plainAddress(client.remoteAddress);
    const inner = connect({ port: innerPort, host: INNER_HOST, noDelay: true });
    inner.once("error", () => client.destroy());
    inner.once("connect", () => {
      const { localPort } = inner;
      // Nothing was handed on yet: whoever answers finds the address.
      addresses.set(localPort!, address);
      inner.once("close", () => addresses.delete(localPort!));
      for (const [from, to] of [[client, inner], [inner, client]] as const) {
        // A connection that breaks off has lost nothing that anybody could still read.
        pipeline(from, to).catch(() => {});
      }
    });
    client.once("close", () => inner.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (error: unknown) => reject(listenError(error, host, port));
    server.once("error", fail);
    server.listen({ host, port, reusePort }, () => {
      server.off("error", fail);
      server.on("error", () => {});
      resolve();
    });
  });
  const closed = new Promise<void>((resolve) => server.once("close", () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    addressOf: (port) => addresses.get(port),
    renew: (identity) => server.setSecureContext({ ...identity }),
    stop: () => void server.close(),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}
