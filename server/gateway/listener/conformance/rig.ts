/**
 * What the cases of the conformance suite run on: a listener that records what it is told.
 * @module
 */
import { limits } from "../../../../shared/limits.ts";
import { type RawOptions, RawWebSocket } from "../../../../tests/support/raw_websocket.ts";
import type { Identity } from "../../../tls/identity.ts";
import type { Listen, Listener, ListenerOptions, Peer, PeerHandler } from "../listener.ts";
import { TlsTunnel } from "./tls_tunnel.ts";

/** One case, run against each adapter. */
export type Case = (rig: Rig) => Promise<void>;

/** Handles a peer by writing down what happens to it. */
export class Recorded implements PeerHandler {
  readonly messages: string[] = [];
  readonly closes: number[] = [];
  alives = 0;

  constructor(readonly peer: Peer) {}

  message(text: string): void {
    this.messages.push(text);
  }

  alive(): void {
    this.alives++;
  }

  broken(): void {}

  closed(code: number): void {
    this.closes.push(code);
  }
}

/** A running listener. */
export class Site {
  listener!: Listener;
  readonly peers: Recorded[] = [];
  /** With TLS: what clients connect to. */
  tunnel: TlsTunnel | undefined;
  readonly #clients: RawWebSocket[] = [];

  get port(): number {
    return (this.tunnel ?? this.listener).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async connect(options: Omit<RawOptions, "port"> = {}): Promise<RawWebSocket> {
    const client = await RawWebSocket.connect({ port: this.port, ...options });
    this.#clients.push(client);
    return client;
  }

  /** A new connection, both ends of it. */
  async pair(): Promise<{ client: RawWebSocket; server: Recorded }> {
    const index = this.peers.length;
    const client = await this.connect();
    await until(() => this.peers.length > index, "the peer is accepted");
    return { client, server: this.peers[index] };
  }

  async end(): Promise<void> {
    for (const client of this.#clients) await client.destroy();
    await until(() => this.peers.every((peer) => peer.closes.length > 0), "all peers are closed");
    await this.listener.close();
    await this.tunnel?.end();
  }
}

/** What differs between the adapters, as far as a case must know it. */
export interface Codes {
  readonly binary: number;
  readonly tooLarge: number;
}

export class Rig {
  readonly #sites: Site[] = [];

  /** @param identity for cases with TLS. */
  constructor(readonly listen: Listen, readonly codes: Codes, readonly identity?: Identity) {}

  async start(options: Partial<ListenerOptions> = {}): Promise<Site> {
    const site = new Site();
    site.listener = await this.listen({
      host: "127.0.0.1",
      port: 0,
      reusePort: false,
      maxConnections: 1000,
      identity: this.identity,
      fetch: () => new Response("Hello."),
      refuseUpgrade: () => undefined,
      accept: (peer) => {
        const recorded = new Recorded(peer);
        site.peers.push(recorded);
        return recorded;
      },
      ...options,
    });
    this.#sites.push(site);
    if (this.identity) site.tunnel = await TlsTunnel.start(site.listener.port);
    return site;
  }

  async end(): Promise<void> {
    for (const site of this.#sites) await site.end();
  }
}

/** Waits until something is so. @throws {Error} if it isn't after a time that is far too long. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 20_000; !isSo();) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A text of exactly the longest message that is let in. */
export const longest = "x".repeat(limits.incomingBytes);
