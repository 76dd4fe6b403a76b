import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib";
import { type PackedAsset, webRoutes } from "./web.ts";

function asset(path: string, content: string, immutable: boolean): PackedAsset {
  const base64 = (data: Uint8Array) => Buffer.from(data).toString("base64");
  const bytes = Buffer.from(content);
  return {
    path,
    type: "text/plain; charset=utf-8",
    etag: `"${path}"`,
    immutable,
    body: base64(bytes),
    gzip: base64(gzipSync(bytes)),
    br: base64(brotliCompressSync(bytes)),
  };
}

const app = webRoutes([asset("/", "the page", false), asset("/assets/a.js", "code", true)]);
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

Deno.test("a file comes in the best encoding that the browser takes", async () => {
  const encodingOf = async (accepted: string) =>
    (await get("/", { "accept-encoding": accepted })).headers.get("content-encoding");
  assert.equal(await encodingOf("gzip, deflate, br, zstd"), "br");
  assert.equal(await encodingOf("gzip;q=0.8"), "gzip");
  assert.equal(await encodingOf("br;q=0, gzip"), "gzip");
  assert.equal(await encodingOf("identity"), null);
  assert.equal(await (await get("/")).text(), "the page");
  const packed = await (await get("/", { "accept-encoding": "br" })).arrayBuffer();
  assert.equal(brotliDecompressSync(Buffer.from(packed)).toString(), "the page");
});

Deno.test("what a browser has it doesn't fetch again, and what may change it asks about", async () => {
  const page = await get("/");
  assert.equal(page.headers.get("cache-control"), "no-cache");
  assert.equal((await get("/", { "if-none-match": page.headers.get("etag")! })).status, 304);
  assert.match((await get("/assets/a.js")).headers.get("cache-control")!, /immutable/);
});

Deno.test("the policy names this host's WebSockets, and takes nothing else from the Host header", async () => {
  const policyFor = async (host: string) =>
    (await get("/", { host })).headers.get("content-security-policy")!;
  assert.match(
    await policyFor("chat.example:8000"),
    /connect-src 'self' ws:\/\/chat\.example:8000 /,
  );
  assert.match(await policyFor("evil; script-src *"), /connect-src 'self'$/);
});
