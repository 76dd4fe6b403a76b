/**
 * Answers what an authority asks by HTTP-01 (RFC 8555 §8.3), and sends everybody else to HTTPS.
 * @module
 */
import { createServer, type Server } from "node:http";
import { listenError } from "../gateway/listener/listen_error.ts";
import { isPlainHost } from "../gateway/listener/address.ts";
import { limits } from "../../shared/limits.ts";

/** The option that names the port. Authorities look at port 80 alone. */
const OPTION = "--acme-port, and have port 80 handed on to it";

const PREFIX = "/.well-known/acme-challenge/";

export class ChallengeServer {
  readonly #answers = new Map<string, string>();
  #server: Server | undefined;

  constructor(readonly host: string, readonly port: number) {}

  /** @throws {ParleyError} if it can't listen there. */
  async open(): Promise<void> {
    if (this.#server) return;
    const server = this.#server = createServer({
      maxHeaderSize: limits.headerBytes,
      requestTimeout: limits.requestTime,
      headersTimeout: limits.requestTime,
    }, (request, answer) => {
      request.resume();
      const path = request.url ?? "/";
      const { host = "" } = request.headers;
      const found = path.startsWith(PREFIX) && this.#answers.get(path.slice(PREFIX.length));
      if (found) answer.writeHead(200, { "content-type": "application/octet-stream" }).end(found);
      else if (path.startsWith(PREFIX) || !path.startsWith("/") || !isPlainHost(host)) {
        answer.writeHead(404).end();
      } else {
        const name = host.replace(/:\d+$/, "");
        answer.writeHead(308, { location: `https://${name}${path}` }).end();
      }
    });
    server.maxConnections = limits.connectionsPerAddress;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error) => reject(listenError(error, this.host, this.port, OPTION)));
      server.listen(this.port, this.host, () => resolve());
    });
  }

  put(token: string, answer: string): void {
    this.#answers.set(token, answer);
  }

  remove(token: string): void {
    this.#answers.delete(token);
  }

  async close(): Promise<void> {
    if (!this.#server) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server!.close(resolve));
  }
}
