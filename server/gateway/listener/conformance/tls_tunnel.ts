/**
 * Lets clients that know no TLS speak to a listener that does: each connection to the tunnel becomes one,
 * from the same address, with TLS.
 * @module
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { CERTIFICATE, KEY } from "../../../../tests/support/certificate.ts";

export const IDENTITY = { cert: CERTIFICATE, key: KEY };

export class TlsTunnel {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(readonly target: number) {
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => this.#join(near));
  }

  static async start(target: number): Promise<TlsTunnel> {
    const tunnel = new TlsTunnel(target);
    await new Promise<void>((resolve) => tunnel.#server.listen(0, "127.0.0.1", resolve));
    return tunnel;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async end(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket): void {
    const socket = connect({
      port: this.target,
      host: "127.0.0.1",
      localAddress: near.remoteAddress,
      noDelay: true,
    });
    const far: TLSSocket = connectTls({ socket, rejectUnauthorized: false });
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.#sockets.add(one);
      one.on("error", () => {});
      one.once("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    socket.on("error", () => near.destroy());
  }
}
