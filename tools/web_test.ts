import assert from "node:assert/strict";
import type { PackedAsset } from "../server/gateway/http/web.ts";
import { ensureWeb, minifyCss, OUTPUT } from "./web.ts";

Deno.test("the browser client is at most 60 KB, compressed, and refers to nothing elsewhere", async () => {
  await ensureWeb();
  const assets: PackedAsset[] = JSON.parse(await Deno.readTextFile(OUTPUT));
  const sizes = assets.map(({ gzip }) => Uint8Array.fromBase64(gzip).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total <= 60 * 1024, `${total} bytes`);
  const text = (path: string) =>
    new TextDecoder().decode(
      Uint8Array.fromBase64(assets.find((asset) => asset.path === path)!.body),
    );
  const page = text("/");
  assert.doesNotMatch(page, /https?:|<script>|<style|\bon\w+=|style=/);
  for (const [, path] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
    assert.ok(assets.some((asset) => asset.path === path), path);
  }
  const style = assets.find(({ path }) => path.endsWith(".css"))!;
  assert.doesNotMatch(text(style.path), /url\(|@import/);
});

Deno.test("a style sheet keeps its meaning without comments and indentation", () => {
  const css = "/* why */\na,\nb {\n  margin: 0 auto;\n}\n";
  assert.equal(minifyCss(css), "a,\nb {\nmargin: 0 auto;\n}");
});
