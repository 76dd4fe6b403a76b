/**
 * Serves the browser client, which tools/web.ts packs into dist/web.json: compressed already, and each
 * file with the headers that keep a page safe and a browser from asking twice.
 * @module
 */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { Hono } from "hono";
import { ROOT } from "../../../shared/build.ts";
import type { Env } from "./request.ts";

/** A file of the browser client. Contents are base64. */
export interface PackedAsset {
  path: string;
  type: string;
  etag: string;
  /** Its name changes with its content: it can be kept for good. */
  immutable: boolean;
  body: string;
  gzip: string;
  br: string;
}

const FILE = new URL("dist/web.json", ROOT);

/** The page loads nothing but what is here, and turns no text into markup or code. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types parley",
].join("; ");

const NOT_BUILT = `Parley is running here, without its browser client: it isn't built.

Build it:              deno task web
Chat from a terminal:  parley --server URL --user NAME
HTTP API:              /v1/…  (docs/protocol.md)
`;

const ENCODINGS = ["br", "gzip"] as const;

/** `'self'` covers WebSockets in the newest browsers only; the others need them named. */
function policyFor(host: string | undefined): string {
  const sockets = host && /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : "";
  return `${PAGE_POLICY}; connect-src 'self'${sockets}`;
}

/** The best encoding of a file that the browser takes. */
function encodingFor(accepted: string): (typeof ENCODINGS)[number] | undefined {
  const offers = accepted.toLowerCase().split(",").map((offer) => offer.trim());
  return ENCODINGS.find((name) =>
    offers.some((offer) =>
      offer === name || (offer.startsWith(`${name};`) && !/q=0(?:\.0*)?$/.test(offer))
    )
  );
}

/** @returns `undefined` if the client isn't built. */
function loadAssets(): PackedAsset[] | undefined {
  try {
    return JSON.parse(readFileSync(FILE, "utf8"));
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The routes of the browser client. @param assets those of dist/web.json if not given. */
export function webRoutes(assets = loadAssets()): Hono<Env> {
  const app = new Hono<Env>();
  if (!assets) return app.get("/", (c) => c.text(NOT_BUILT));
  for (const asset of assets) {
    const contents = {
      plain: Buffer.from(asset.body, "base64"),
      gzip: Buffer.from(asset.gzip, "base64"),
      br: Buffer.from(asset.br, "base64"),
    };
    app.get(asset.path, (c) => {
      const headers: Record<string, string> = {
        "content-type": asset.type,
        "cache-control": asset.immutable ? "public, max-age=31536000, immutable" : "no-cache",
        "content-security-policy": policyFor(c.req.header("host")),
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
        etag: asset.etag,
        vary: "accept-encoding",
      };
      if (c.req.header("if-none-match") === asset.etag) return c.body(null, 304, headers);
      const encoding = encodingFor(c.req.header("accept-encoding") ?? "");
      if (encoding) headers["content-encoding"] = encoding;
      return c.body(contents[encoding ?? "plain"], 200, headers);
    });
  }
  return app;
}
