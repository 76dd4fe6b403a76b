/**
 * TLS to a server whose certificate was accepted by a person: nothing is sent before the peer has proved
 * that it holds the key of the certificate with just that fingerprint.
 * @module
 */
import { Agent, request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { Readable } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { Transport } from "../../shared/net/transport.ts";

export interface Certificate {
  /** SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` prints it. */
  fingerprint: string;
  /** This machine's authorities vouch for it, and for this server's name. */
  trusted: boolean;
}

/** Answers that have no body (RFC 9110). */
const BODILESS = [204, 205, 304];

/**
 * Looks at the certificate of an `https:` server.
 *
 * @returns nothing if no TLS server answers there in time.
 */
export async function certificateOf(server: string): Promise<Certificate | undefined> {
  try {
    const socket = await shakeHands(server);
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return { fingerprint: fingerprint256, trusted: await isTrusted(server) };
  } catch {
    return undefined;
  }
}

/** A transport to `server` that speaks with nobody but the holder of this certificate. */
export async function pinnedTransport(server: string, fingerprint: string): Promise<Transport> {
  // Only here, since few servers need it.
  const { WebSocket: PinnedSocket } = await import("ws");
  const agent = new PinnedAgent(server, fingerprint);
  return {
    fetch: (url, init) => fetchThrough(agent, url, init),
    open: (url, protocol) =>
      new PinnedSocket(url, protocol, { agent, perMessageDeflate: false }) as unknown as WebSocket,
  };
}

class PinnedAgent extends Agent {
  constructor(readonly server: string, readonly fingerprint: string) {
    super();
  }

  // The socket is handed over when it is known to be the right one: until then no request is on it.
  override createConnection(
    _options: unknown,
    done?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    this.#connect().then(
      (socket) => done?.(null, socket),
      (error) => done?.(error, undefined as unknown as Duplex),
    );
  }

  async #connect(): Promise<TLSSocket> {
    const socket = await shakeHands(this.server);
    const { fingerprint256 } = socket.getPeerCertificate();
    if (fingerprint256 === this.fingerprint) return socket;
    socket.destroy();
    throw changed(this.server, this.fingerprint, fingerprint256);
  }
}

/** Connects; proves that the peer holds the key of its certificate, but not whose that is. */
function shakeHands(server: string): Promise<TLSSocket> {
  const { hostname, port } = new URL(server);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      // A name of a server in TLS is never an address (RFC 6066).
      ...(!isIP(host) && { servername: host }),
      ALPNProtocols: ["http/1.1"],
      rejectUnauthorized: false,
    });
    socket.setTimeout(limits.connectTime, () => socket.destroy(new Error("No answer in time.")));
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("The connection was closed.")));
    socket.once("secureConnect", () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

/** Asks the platform, which knows authorities and names: any answer at all means that it trusts. */
async function isTrusted(server: string): Promise<boolean> {
  try {
    await (await fetch(server, { redirect: "manual" })).body?.cancel();
    return true;
  } catch {
    return false;
  }
}

function fetchThrough(agent: Agent, url: string, init: RequestInit): Promise<Response> {
  const { method = "GET", headers, body, signal } = init;
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const request = httpsRequest(url, {
    agent,
    method,
    headers: Object.fromEntries(new Headers(headers)),
  }, (answer) => {
    const status = answer.statusCode!;
    const pieces = Readable.toWeb(answer) as ReadableStream<Uint8Array<ArrayBuffer>>;
    resolve(
      new Response(BODILESS.includes(status) ? null : pieces, {
        status,
        headers: Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
      }),
    );
  });
  signal?.addEventListener("abort", () => request.destroy(signal.reason));
  request.on("error", (error) => reject(signal?.aborted ? signal.reason : error));
  request.end(body ?? undefined);
  return promise;
}

function changed(server: string, expected: string, found: string): ParleyError {
  return new ParleyError(
    "conflict",
    `THE CERTIFICATE OF ${server} HAS CHANGED, and nothing was sent to it. Somebody may be listening ` +
      `in, or its operator made a new one. Expected: ${expected} Found: ${found} If the operator ` +
      `confirms the new one: parley trust --server ${server} --fingerprint ${found}`,
  );
}
