/**
 * Tests of the spelling of addresses.
 * @module
 */
import assert from "node:assert/strict";
import { isPlainHost, networkOf, plainAddress } from "./address.ts";

Deno.test("an IPv4 address that came through an IPv6 socket is shown as IPv4", () => {
  assert.equal(plainAddress("::ffff:192.0.2.7"), "192.0.2.7");
  assert.equal(plainAddress("192.0.2.7"), "192.0.2.7");
  assert.equal(plainAddress("2001:db8::1"), "2001:db8::1");
  assert.equal(plainAddress(undefined), "unknown");
});

Deno.test("an IPv4 address counts for itself", () => {
  assert.equal(networkOf("192.0.2.7"), "192.0.2.7");
});

Deno.test("IPv6 addresses of one /64 count together, whatever their spelling", () => {
  for (
    const address of [
      "2001:db8:0:7::1",
      "2001:0db8:0:7:8:9:a:b",
      "2001:DB8:0:7::",
      "2001:db8::7:0:0:0:1",
    ]
  ) {
    assert.equal(networkOf(address), "2001:db8:0:7::/64", address);
  }
  assert.equal(networkOf("2001:db8:0:8::1"), "2001:db8:0:8::/64");
  assert.equal(networkOf("::1"), "0:0:0:0::/64");
  assert.equal(networkOf("fe80::1%eth0"), "fe80:0:0:0::/64");
});

Deno.test("a host that would change the URL behind it is not plain", () => {
  for (const host of ["chat.example", "127.0.0.1:8000", "[::1]:8000", ""]) {
    assert.ok(isPlainHost(host));
  }
  for (const host of ["a/b", "a?b", "a#b", "user@a", "a\\b", "a b"]) {
    assert.ok(!isPlainHost(host), host);
  }
});
