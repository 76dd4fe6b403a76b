import assert from "node:assert/strict";
import { isSubnet, TrustedProxies } from "./proxies.ts";

const proxies = new TrustedProxies(["10.0.0.0/8", "2001:db8:1::/48", "192.0.2.1"]);

Deno.test("networks and addresses are told from what is neither", () => {
  for (const good of ["10.0.0.0/8", "127.0.0.1", "::1", "fd00::/8", "0.0.0.0/0"]) {
    assert.ok(isSubnet(good), good);
  }
  for (const bad of ["", "10.0.0.0/33", "10.0.0.0/", "10/8", "::/129", "a/8", "1.2.3.4/8/8"]) {
    assert.ok(!isSubnet(bad), bad);
  }
});

Deno.test("what a stranger says of whom it forwards for counts nothing", () => {
  assert.equal(proxies.clientOf("203.0.113.5", "198.51.100.1"), "203.0.113.5");
  assert.equal(new TrustedProxies([]).clientOf("127.0.0.1", "198.51.100.1"), "127.0.0.1");
});

Deno.test("a trusted proxy's word counts, and of a chain only what trusted proxies wrote", () => {
  assert.equal(proxies.clientOf("10.0.0.1", "198.51.100.1"), "198.51.100.1");
  assert.equal(proxies.clientOf("10.0.0.1", "6.6.6.6, 198.51.100.1"), "198.51.100.1");
  assert.equal(proxies.clientOf("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.9.9.9"), "198.51.100.1");
  assert.equal(proxies.clientOf("192.0.2.1", "10.1.1.1,10.2.2.2"), "10.1.1.1");
});

Deno.test("addresses are read in every spelling that proxies use", () => {
  for (const entry of ["198.51.100.1:4711", "::ffff:198.51.100.1", " 198.51.100.1 "]) {
    assert.equal(proxies.clientOf("10.0.0.1", entry), "198.51.100.1", entry);
  }
  for (const entry of ["[2001:db8::7]:4711", "[2001:db8::7]", "2001:db8::7"]) {
    assert.equal(proxies.clientOf("2001:db8:1::5", entry), "2001:db8::7", entry);
  }
});

Deno.test("a header that names no address leaves it with the proxy's", () => {
  for (const entry of [undefined, "", "unknown", "_hidden", "198.51.100.1, nonsense", ","]) {
    assert.equal(proxies.clientOf("10.0.0.1", entry), "10.0.0.1", String(entry));
  }
});
