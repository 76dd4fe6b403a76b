/**
 * A TCP load balancer, or a network that fails: each connection goes to the next port that takes it, and
 * nothing passes while it is told so.
 * @module
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export class Balancer {
  readonly #server: Server;
  readonly #targets: () => readonly number[];
  readonly #sockets = new Set<Socket>();
  /** Those on which something got lost. */
  readonly #torn = new Set<Socket>();
  #next = 0;
  #silent = false;

  private constructor(server: Server, targets: () => readonly number[]) {
    this.#server = server;
    this.#targets = targets;
    server.on("connection", (client: Socket) => this.#join(client));
  }

  /** @param targets ports on this machine, as they are when somebody connects. */
  static async start(targets: () => readonly number[]): Promise<Balancer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Balancer(server, targets);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Passes nothing on, and tells nobody; or passes on again, on connections that lost nothing. */
  setSilent(silent: boolean): void {
    this.#silent = silent;
    if (silent) return;
    for (const socket of this.#torn) socket.destroy();
    this.#torn.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #join(client: Socket): Promise<void> {
    this.#keep(client);
    client.pause();
    const targets = this.#targets();
    for (let tries = 0; tries < targets.length; tries++) {
      const server = await open(targets[this.#next++ % targets.length]);
      if (!server) continue;
      this.#keep(server);
      if (client.destroyed) return void server.destroy();
      this.#pass(client, server);
      this.#pass(server, client);
      client.resume();
      return;
    }
    client.destroy();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
  }

  #pass(from: Socket, to: Socket): void {
    from.on("data", (bytes: Uint8Array) => {
      if (this.#silent) this.#torn.add(from);
      else to.write(bytes);
    });
    from.on("close", () => {
      if (this.#silent) this.#torn.add(to);
      else to.destroy();
    });
  }
}

function open(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}
