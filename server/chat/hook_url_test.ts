import assert from "node:assert/strict";
import { checkHookUrl } from "./hook_url.ts";
import { isPublicAddress } from "./public_address.ts";

const PUBLIC = [
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "198.17.255.255",
  "198.20.0.0",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2a00:1450:4001:80b::200e",
  "2001:4860:4860::8888",
];

const NOT_PUBLIC: Record<string, string[]> = {
  "this network": ["0.0.0.0", "0.1.2.3"],
  "loopback": ["127.0.0.1", "127.255.255.254", "::1"],
  "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1"],
  "link-local": ["169.254.169.254", "fe80::1", "fe80::1%eth0", "febf::1"],
  "site-local": ["fec0::1"],
  "carrier-grade NAT": ["100.64.0.1", "100.127.255.255"],
  "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
  "reserved": ["240.0.0.1", "255.255.255.255", "192.0.0.1", "198.18.0.1", "198.19.255.255"],
  "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
  "unspecified": ["::"],
  "IPv4 in IPv6": [
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:4136:e378::1",
  ],
  "no address": ["", "localhost", "example.org", "1.2.3", "127.1", "0x7f.0.0.1", "[::1]"],
};

Deno.test("public addresses are told from all others", () => {
  for (const address of PUBLIC) assert.equal(isPublicAddress(address), true, address);
  for (const [kind, addresses] of Object.entries(NOT_PUBLIC)) {
    for (const address of addresses) {
      assert.equal(isPublicAddress(address), false, `${kind}: ${address}`);
    }
  }
});

Deno.test("a webhook's URL is http or https, without a password, and leads to no private address", () => {
  const refused: Record<string, string> = {
    "ftp://example.org/": "bad-request",
    "file:///etc/passwd": "bad-request",
    "javascript:alert(1)": "bad-request",
    "example.org/hook": "bad-request",
    "https://user:secret@example.org/": "bad-request",
    "https://user@example.org/": "bad-request",
    "http://localhost:3000/": "forbidden",
    "http://api.localhost/": "forbidden",
    "http://LOCALHOST./": "forbidden",
    "http://127.0.0.1/": "forbidden",
    "http://127.1/": "forbidden",
    "http://0177.0.0.1/": "forbidden",
    "http://0x7f.1/": "forbidden",
    "http://0x7f000001/": "forbidden",
    "http://2130706433/": "forbidden",
    "http://[::1]/": "forbidden",
    "http://[::ffff:127.0.0.1]/": "forbidden",
    "http://169.254.169.254/latest/meta-data": "forbidden",
  };
  for (const [url, code] of Object.entries(refused)) {
    assert.throws(() => checkHookUrl(url, false), { code }, url);
  }
  for (const url of ["https://example.org/hook?x=1", "http://1.1.1.1:8080/"]) {
    assert.equal(checkHookUrl(url, false).href, url);
  }
});

Deno.test("an operator may allow private addresses, but no other protocol and no password", () => {
  for (const url of ["http://localhost:3000/", "http://192.168.1.1/"]) {
    assert.equal(checkHookUrl(url, true).href, url);
  }
  assert.throws(() => checkHookUrl("http://a:b@localhost/", true), { code: "bad-request" });
  assert.throws(() => checkHookUrl("ftp://localhost/", true), { code: "bad-request" });
});
