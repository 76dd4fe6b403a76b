/**
 * Builds the browser client: bundles web/ and packs every file that the server serves, compressed
 * already, into dist/web.json.
 * @module
 */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { PackedAsset } from "../server/gateway/http/web.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the server reads; one file, so that it is there as a whole or not at all. */
export const OUTPUT = join(root, "dist", "web.json");

const SOURCES = ["web", "shared", "tools/web.ts", "deno.json"];

/** Files of web/static that are served under their own names. */
const STATIC = {
  "manifest.webmanifest": "application/manifest+json",
  "icon.svg": "image/svg+xml",
} as const;

function newest(path: string): number {
  const { isDirectory, mtime } = Deno.statSync(path);
  const times = isDirectory
    ? [...Deno.readDirSync(path)].map(({ name }) => newest(join(path, name)))
    : [];
  return Math.max(mtime?.getTime() ?? 0, ...times);
}

function isFresh(): boolean {
  try {
    const { mtime } = Deno.statSync(OUTPUT);
    return SOURCES.every((path) => newest(join(root, path)) < mtime!.getTime());
  } catch {
    return false;
  }
}

async function bundle(entry: string, folder: string): Promise<string> {
  const output = join(folder, "bundle.js");
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", "--minify", `--output=${output}`, entry],
    cwd: root,
    stdin: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return await Deno.readTextFile(output);
}

/** The style sheet without its comments and indentation. */
export function minifyCss(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\s*\n\s*/g, "\n").trim();
}

function hashOf(content: string): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 12);
}

function pack(path: string, type: string, content: string, immutable = false): PackedAsset {
  const bytes = new TextEncoder().encode(content);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const base64 = (data: Uint8Array) => data.toBase64();
  return {
    path,
    type: `${type}; charset=utf-8`,
    etag: `"${hashOf(content)}"`,
    immutable,
    body: base64(bytes),
    gzip: base64(gzipSync(bytes, { level: 9 })),
    br: base64(brotliCompressSync(bytes, { params })),
  };
}

async function build(): Promise<PackedAsset[]> {
  const folder = await Deno.makeTempDir({ prefix: "parley-web-" });
  try {
    const read = (name: string) => Deno.readTextFile(join(root, "web", "static", name));
    const script = await bundle("web/main.tsx", folder);
    const style = minifyCss(await read("style.css"));
    const scriptPath = `/assets/${hashOf(script)}.js`;
    const stylePath = `/assets/${hashOf(style)}.css`;
    const page = (await read("index.html"))
      .replace("main.js", scriptPath).replace("style.css", stylePath);
    const others = await Promise.all(
      Object.entries(STATIC).map(async ([name, type]) => pack(`/${name}`, type, await read(name))),
    );
    const assets = [
      pack("/", "text/html", page),
      pack(scriptPath, "text/javascript", script, true),
      pack(stylePath, "text/css", style, true),
      ...others,
    ];
    // The worker changes with any of them: that is how a browser learns of a new version.
    const shell = JSON.stringify(assets.map(({ path, etag }) => [path, etag]));
    const worker = `self.SHELL=${shell};\n${await bundle("web/service_worker.ts", folder)}`;
    return [...assets, pack("/service_worker.js", "text/javascript", worker)];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Sees to it that {@linkcode OUTPUT} is there and newer than its sources. */
export async function ensureWeb(): Promise<void> {
  if (isFresh()) return;
  const start = new Date();
  const assets = await build();
  await Deno.mkdir(dirname(OUTPUT), { recursive: true });
  // Whoever reads it meanwhile reads the one or the other.
  const temporary = `${OUTPUT}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(temporary, JSON.stringify(assets));
  // What was changed while it was built is newer than it.
  await Deno.utime(temporary, start, start);
  await Deno.rename(temporary, OUTPUT);
}

if (import.meta.main) {
  try {
    await ensureWeb();
    const assets: PackedAsset[] = JSON.parse(await Deno.readTextFile(OUTPUT));
    const bytes = assets.reduce((sum, { gzip }) => sum + Uint8Array.fromBase64(gzip).length, 0);
    console.log(`dist/web.json  ${assets.length} files, ${(bytes / 1024).toFixed(1)} KB gzipped`);
  } catch (error) {
    console.error(`web: ${(error as Error).message}`);
    Deno.exit(1);
  }
}
