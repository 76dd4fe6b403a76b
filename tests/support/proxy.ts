/**
 * A TCP proxy that may stop passing on what one side says, and cut: a network that fails on demand.
 * @module
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Where a connection is cut: before what the client says is passed on, or once that is answered. */
export type CutAt = "question" | "answer";

export class Proxy {
  /** What the server says gets lost, on the connections that there are now. */
  #deaf = new WeakSet<Socket>();
  readonly #clients = new Set<Socket>();
  readonly #server: Server;
  #cut: { text: string; at: CutAt; done: () => void } | undefined;
  #closed = false;

  private constructor(server: Server, target: number) {
    this.#server = server;
    server.on("connection", (client: Socket) => this.#join(client, target));
  }

  /** @param target the port that it stands before, on this machine. */
  static async start(target: number): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Proxy(server, target);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The server still hears its clients; they no longer hear the server. */
  deafen(): void {
    for (const client of this.#clients) this.#deaf.add(client);
  }

  /** Cuts every connection, without a goodbye. */
  cut(): void {
    for (const client of this.#clients) client.destroy();
  }

  /** Cuts every connection at once when a client next says `text`. Resolves when that was done. */
  cutAt(at: CutAt, text: string): Promise<void> {
    return new Promise((done) => this.#cut = { at, text, done });
  }

  /** While it is closed, who connects is cut off at once. */
  setClosed(closed: boolean): void {
    this.#closed = closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket, target: number): void {
    if (this.#closed) return void client.destroy();
    const server = connect(target, "127.0.0.1");
    this.#clients.add(client);
    /** Called with the answer in place of passing it on. */
    let awaited: (() => void) | undefined;
    client.on("data", (bytes: Uint8Array) => {
      if (this.#cut && new TextDecoder().decode(bytes).includes(this.#cut.text)) {
        const { at, done } = this.#cut;
        this.#cut = undefined;
        const end = () => {
          this.cut();
          done();
        };
        if (at === "question") return end();
        awaited = end;
      }
      server.write(bytes);
    });
    server.on("data", (bytes: Uint8Array) => {
      if (awaited) return awaited();
      if (!this.#deaf.has(client)) client.write(bytes);
    });
    for (const [one, other] of [[client, server], [server, client]]) {
      one.on("error", () => {});
      one.on("close", () => other.destroy());
    }
    client.on("close", () => this.#clients.delete(client));
  }
}
