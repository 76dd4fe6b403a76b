/**
 * One HTTP exchange of `node:http` in the web's terms: its request as a `Request`, a `Response` back.
 * @module
 */
import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { isPlainHost } from "./address.ts";

/** A request's body, bounded. */
export interface Body {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** True once more than `limits.bodyBytes` have come. The stream fails then. */
  readonly tooLarge: boolean;
  /** Lets go of the message; what still comes is thrown away. */
  release(): void;
}

/** The body that a message announces, or `undefined` if it has none. Nothing is read before it is asked for. */
export function readBody(message: IncomingMessage): Body | undefined {
  const { method, headers } = message;
  if (method === "GET" || method === "HEAD") return undefined;
  if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) {
    return undefined;
  }
  let total = 0;
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  const tooLarge = () => total > limits.bodyBytes;
  const onData = (chunk: Buffer) => {
    total += chunk.length;
    message.pause();
    if (tooLarge()) {
      finish(() => controller.error(new ParleyError("too-large", "The body is too long.")));
    } else {
      controller.enqueue(new Uint8Array(chunk));
    }
  };
  const onEnd = () => finish(() => controller.close());
  const onClose = () => finish(() => controller.error(new Error("The client went away.")));
  const finish = (settle?: () => void) => {
    message.off("data", onData).off("end", onEnd).off("close", onClose);
    settle?.();
  };
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (it) => {
      controller = it;
      message.on("data", onData).on("end", onEnd).on("close", onClose);
      message.pause();
    },
    pull: () => void message.resume(),
    cancel: () => finish(),
  }, { highWaterMark: 0 });
  return {
    stream,
    get tooLarge() {
      return tooLarge();
    },
    release: () => {
      finish();
      message.resume();
    },
  };
}

/** True if the message is HTTP/1.1 with one `Host`, as it has to have: `node:http` lets upgrades pass without. */
export function isHttp11({ httpVersion, rawHeaders }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((text, n) => n % 2 === 0 && text.toLowerCase() === "host");
  return httpVersion === "1.1" && hosts.length === 1;
}

/** True if the message says that its body is longer than `limits.bodyBytes`. */
export function announcesTooMuch(message: IncomingMessage): boolean {
  return Number(message.headers["content-length"] ?? 0) > limits.bodyBytes;
}

/** @throws {TypeError} for a target, host, method or header that a `Request` can't have. */
export function toRequest(message: IncomingMessage, body?: Body, signal?: AbortSignal): Request {
  const headers = new Headers();
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    headers.append(message.rawHeaders[i], message.rawHeaders[i + 1]);
  }
  // Not `message.headers`, which keeps the first of two hosts and hides the other.
  return new Request(targetUrl(message.url ?? "", headers.get("host") ?? "localhost"), {
    method: message.method,
    headers,
    signal,
    body: body?.stream,
    ...(body && { duplex: "half" }),
  });
}

function targetUrl(target: string, host: string): URL {
  if (!isPlainHost(host)) throw new TypeError("Invalid host, or several");
  if (/^https?:\/\//i.test(target)) return new URL(target);
  if (!target.startsWith("/")) throw new TypeError("Invalid target");
  return new URL(`http://${host}${target}`);
}

/** Writes a response out, at the pace of its reader. Resolves when it is out or its reader is gone. */
export async function writeResponse(response: Response, out: ServerResponse): Promise<void> {
  out.statusCode = response.status;
  for (const [name, value] of response.headers) out.appendHeader(name, value);
  const bodiless = out.req.method === "HEAD" || response.status === 204 || response.status === 304;
  if (bodiless || response.body === null) {
    await response.body?.cancel();
    out.end();
    return;
  }
  try {
    await pipeline(Readable.fromWeb(response.body as NodeReadableStream), out);
  } catch {
    // The reader went away, or the body failed half-way: either way the connection is destroyed, which
    // is the only way to tell a reader that what it has is not all.
  }
}
