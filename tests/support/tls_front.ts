/**
 * A TLS front of a server on this machine, with a certificate that nobody vouches for, and that may become
 * another one.
 * @module
 */
import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer, type Server } from "node:tls";
import { X509Certificate } from "node:crypto";
import { CERTIFICATE, KEY } from "../../server/hooks/testing/certificate.ts";

export interface Identity {
  cert: string;
  key: string;
}

export const ONE: Identity = { cert: CERTIFICATE, key: KEY };

/** Made like {@linkcode CERTIFICATE}. */
export const ANOTHER: Identity = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBoTCCAUegAwIBAgIUOUThqTjMlM+NH2OnFaJOGRwSpvAwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTAgFw0yNjExMjgwNjQ0NTBaGA8yMTI2
MTEwNDA2NDQ1MFowGDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABOesBigiWBObaGjxRS68K9Gwu4729kPHgkZ27lCKenNW
a4G4C16gJMA5jhiUvFgXqmCbfecA8grhRP1o/741q8CjbTBrMB0GA1UdDgQWBBTW
BW3hNZY9t1zl0HBuocGbHNIuBzAfBgNVHSMEGDAWgBTWBW3hNZY9t1zl0HBuocGb
HNIuBzAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDW90aGVyLmV4YW1wbGUw
CgYIKoZIzj0EAwIDSAAwRQIhALrQK8XTsXcJsRKbr/SPrCAxiSIYJvQQVHuFkzSC
IuNLAiABUmGw3dTZ6plm+tpxkRFj/4C+A+WN7W6i8pPqie1gKw==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgi1i2pmdkW1xEQcL2
dvksliL8VyduB+IQFzN2PpzwWeGhRANCAATnrAYoIlgTm2ho8UUuvCvRsLuO9vZD
x4JGdu5QinpzVmuBuAteoCTAOY4YlLxYF6pgm33nAPIK4UT9aP++NavA
-----END PRIVATE KEY-----
`,
};

export function fingerprintOf({ cert }: Identity): string {
  return new X509Certificate(cert).fingerprint256;
}

export class TlsFront {
  /** Bytes that clients said to the server behind it. */
  heard = 0;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  private constructor(readonly target: number) {}

  /** @param target the port that it stands before, on this machine. */
  static async start(target: number, identity = ONE): Promise<TlsFront> {
    const front = new TlsFront(target);
    await front.#listen(identity, 0);
    return front;
  }

  get url(): string {
    return `https://localhost:${this.#port}`;
  }

  /** Cuts all connections, and comes back as somebody else. */
  async become(identity: Identity): Promise<void> {
    const port = this.#port;
    await this[Symbol.asyncDispose]();
    await this.#listen(identity, port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server!.close(resolve));
  }

  get #port(): number {
    return (this.#server!.address() as AddressInfo).port;
  }

  async #listen(identity: Identity, port: number): Promise<void> {
    const server = createServer(identity, (client) => this.#join(client));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  }

  #join(client: Socket): void {
    const server = connect(this.target, "127.0.0.1");
    this.#sockets.add(client);
    client.on("data", (bytes: Uint8Array) => {
      this.heard += bytes.length;
      server.write(bytes);
    });
    server.on("data", (bytes: Uint8Array) => client.write(bytes));
    for (const [one, other] of [[client, server], [server, client]]) {
      one.on("error", () => {});
      one.on("close", () => other.destroy());
    }
    client.on("close", () => this.#sockets.delete(client));
  }
}
