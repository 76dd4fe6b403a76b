/**
 * NATS's transport over TCP, made safe: the library takes all listeners off a socket whenever it passes it on,
 * and whatever goes wrong with the socket at such a moment (the broker dies while it greets or refuses
 * somebody) would end the thread.
 * @module
 */
import type { Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import {
  type ConnectionOptions as NatsOptions,
  type NatsConnection,
  NatsConnectionImpl,
  setTransportFactory,
} from "@nats-io/transport-node/lib/nats-base-client.js";
import { nodeResolveHost, NodeTransport } from "@nats-io/transport-node/lib/node_transport.js";

/** From now on somebody hears of the socket's errors. That it is closed then, the library learns by itself. */
function guard<S extends Socket>(socket: S): S {
  const hear = () => socket.on("error", () => {});
  const { removeAllListeners } = socket;
  socket.removeAllListeners = (...event: [event?: string | symbol]) => {
    removeAllListeners.apply(socket, event);
    return hear();
  };
  hear();
  return socket;
}

class GuardedTransport extends NodeTransport {
  override async dial(...args: Parameters<NodeTransport["dial"]>): Promise<Socket> {
    return guard(await super.dial(...args));
  }

  /** Afresh: what a server says right behind its greeting comes before anybody else could listen. */
  override async startTLS(): Promise<TLSSocket> {
    const files = (this.options.tls && await this.loadClientCerts()) || {};
    const options = { ...files as ConnectionOptions, servername: this.tlsName };
    const socket = guard(connectTls({ ...options, socket: this.socket }));
    return await new Promise((resolve, reject) => {
      let failure = new Error("the connection was closed while TLS began");
      socket.once("error", (error) => failure = error);
      socket.once("close", () => reject(failure));
      socket.once("secureConnect", () => resolve(socket));
    });
  }
}

/** As the library's own `connect`. */
export function connect(options: NatsOptions): Promise<NatsConnection> {
  setTransportFactory({
    factory: () => new GuardedTransport(),
    dnsResolveFn: nodeResolveHost,
  });
  return NatsConnectionImpl.connect(options);
}
