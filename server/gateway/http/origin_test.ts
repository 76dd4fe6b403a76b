import assert from "node:assert/strict";
import { isOwnPage, pageOriginOf, refuseOrigin } from "./origin.ts";

function asking(headers: Record<string, string>): Request {
  return new Request("http://x/", { headers: { host: "chat.example", ...headers } });
}

Deno.test("a page is the server's own if its host and port are, whatever the scheme", () => {
  const own: [host: string, origin: string][] = [
    ["chat.example", "https://chat.example"],
    ["chat.example:443", "https://chat.example"],
    ["CHAT.example", "https://chat.example"],
    ["localhost:8000", "http://localhost:8000"],
    ["[::1]:8000", "http://[::1]:8000"],
  ];
  for (const [host, origin] of own) assert.equal(pageOriginOf(asking({ host, origin })), "own");
});

Deno.test("any other page is foreign, also one that only looks like it", () => {
  const foreign = [
    "null",
    "",
    "https://evil.example",
    "https://chat.example.evil.example",
    "https://evil.example/chat.example",
    "https://chat.example:8443",
    "https://chat.example@evil.example",
    "file://",
    "ftp://chat.example",
    "chat.example",
  ];
  for (const origin of foreign) {
    assert.equal(pageOriginOf(asking({ origin })), "foreign", origin);
    assert.equal(refuseOrigin(asking({ origin }), [])?.status, 403, origin);
    assert.equal(isOwnPage(asking({ origin, "sec-fetch-site": "same-origin" })), false, origin);
  }
  assert.equal(pageOriginOf(asking({ host: "", origin: "https://chat.example" })), "foreign");
});

Deno.test("an origin that the operator allows may connect, written exactly so", () => {
  const allowed = ["https://app.example"];
  assert.equal(refuseOrigin(asking({ origin: "https://app.example" }), allowed), undefined);
  assert.equal(refuseOrigin(asking({ origin: "http://app.example" }), allowed)?.status, 403);
  assert.equal(refuseOrigin(asking({}), []), undefined);
});

Deno.test("a cookie counts only where the browser says that the page is the server's own", () => {
  const origin = "https://chat.example";
  assert.ok(isOwnPage(asking({ origin })));
  assert.ok(isOwnPage(asking({ origin, "sec-fetch-site": "same-origin" })));
  assert.ok(isOwnPage(asking({ "sec-fetch-site": "same-origin" })));
  for (const site of ["cross-site", "same-site", "none"]) {
    assert.ok(!isOwnPage(asking({ origin, "sec-fetch-site": site })), site);
  }
  assert.ok(!isOwnPage(asking({})));
});
