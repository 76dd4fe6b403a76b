import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { signatureHeaders } from "./signature.ts";

const utf8 = new TextEncoder();

async function verifies(secret: string, headers: Record<string, string>, body: string) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", utf8.encode(secret), algorithm, false, [
    "verify",
  ]);
  const [scheme, hex] = headers["x-parley-signature"].split("=");
  assert.equal(scheme, "sha256");
  const signed = utf8.encode(`${headers["x-parley-timestamp"]}.${body}`);
  return await crypto.subtle.verify("HMAC", key, Buffer.from(hex, "hex"), signed);
}

Deno.test("a delivery's signature fits its secret, its time and its body, and nothing else", async () => {
  const body = JSON.stringify({ events: [{ text: "Grüße 👋" }] });
  const headers = signatureHeaders("secret", body, 1_795_251_619_663);
  assert.equal(headers["x-parley-timestamp"], "1795251619");
  assert.equal(await verifies("secret", headers, body), true);
  assert.equal(await verifies("other", headers, body), false);
  assert.equal(await verifies("secret", headers, `${body} `), false);
  const later = { ...headers, "x-parley-timestamp": "1795251620" };
  assert.equal(await verifies("secret", later, body), false);
});
