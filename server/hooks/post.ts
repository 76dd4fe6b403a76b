/**
 * Posts to a URL that somebody gave: to a judged address, within a time, and nowhere else.
 * @module
 */
import { lookup } from "node:dns/promises";
import { type IncomingMessage, request } from "node:http";
import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { limits } from "../../shared/limits.ts";
import { checkHookUrl, hostOf, notPublic } from "../chat/hook_url.ts";
import { isPublicAddress } from "../chat/public_address.ts";

export interface Post {
  url: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** How often it was tried before: each time the next of the host's addresses is taken. */
  attempt: number;
  signal: AbortSignal;
}

/** Carries out a post. @returns the answer's status. @throws why there was none, for people. */
export type Poster = (post: Post) => Promise<number>;

export interface PosterOptions {
  /** Addresses that are not public may be reached too. */
  toPrivate: boolean;
  /** All addresses of a name. */
  resolve?: (host: string) => Promise<string[]>;
  /** Certificates that are trusted besides the usual ones, as PEM. */
  ca?: string;
}

async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** The promise, or the signal's reason if that comes first: looking up a name can't be stopped. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

/** Reads the answer to its end, so that its sender isn't cut off, unless that takes too much. */
function drain(response: IncomingMessage): void {
  let bytes = 0;
  response.on("data", (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (bytes > limits.hookAnswerBytes) response.destroy();
  });
  // Nothing hangs on the answer's body.
  response.on("error", () => {});
}

/**
 * A poster that connects to the very address that it has judged: a name that leads elsewhere when it is
 * looked up a second time gains nothing. TLS is verified against the name. Redirects are not followed.
 */
export function posterTo({ toPrivate, resolve = addressesOf, ca }: PosterOptions): Poster {
  async function addressOf(host: string, attempt: number): Promise<string> {
    const all = isIP(host) ? [host] : await resolve(host);
    const usable = toPrivate ? all : all.filter(isPublicAddress);
    if (usable.length === 0) throw notPublic(host);
    return usable[attempt % usable.length];
  }

  return async ({ url: text, headers, body, attempt, signal }) => {
    const url = checkHookUrl(text, toPrivate);
    const host = hostOf(url);
    const address = await unlessAborted(addressOf(host, attempt), signal);
    const secure = url.protocol === "https:";
    const port = Number(url.port || (secure ? 443 : 80));
    const servername = isIP(host) ? undefined : host;
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    return await new Promise((resolve, reject) => {
      const outgoing = request({
        method: "POST",
        path: url.pathname + url.search,
        headers: {
          ...headers,
          "host": url.host,
          "content-length": bytes.length,
          "connection": "close",
        },
        createConnection: (): Socket =>
          secure
            ? connectTls({ host: address, port, servername, ca })
            : connect({ host: address, port }),
        signal,
      });
      outgoing.on("response", (response) => {
        drain(response);
        resolve(response.statusCode!);
      });
      outgoing.on("error", reject);
      outgoing.end(bytes);
    });
  };
}
