/**
 * Tests of reading a server's URL.
 * @module
 */
import assert from "node:assert/strict";
import { parseServerUrl } from "./server_url.ts";

Deno.test("a server's URL is read in every form that names it", () => {
  assert.equal(parseServerUrl("http://localhost:8000"), "http://localhost:8000");
  assert.equal(parseServerUrl(" https://chat.example.org/ "), "https://chat.example.org");
  assert.equal(parseServerUrl("ws://[::1]:8000"), "http://[::1]:8000");
  assert.equal(parseServerUrl("WSS://Example.org/team/chat//"), "https://example.org/team/chat");
});

Deno.test("a URL without a scheme is answered with the corrected one", () => {
  const says = (input: string, better: string) =>
    assert.throws(() => parseServerUrl(input), {
      code: "bad-request",
      message: `The server's URL "${input}" has no scheme. Write ${better}`,
    });
  says("localhost:8000", "http://localhost:8000");
  says("192.168.1.5:8000", "http://192.168.1.5:8000");
  says("[::1]:8000", "http://[::1]:8000");
  says("chat.example.org", "https://chat.example.org");
  says("chat.example.org:444/team", "https://chat.example.org:444/team");
});

Deno.test("what is not a server's URL is refused with the reason", () => {
  const refused: [string, RegExp][] = [
    ["", /no scheme/],
    ["ftp://example.org", /scheme that Parley doesn't speak/],
    ["http://", /not a URL/],
    ["http://exa mple.org", /not a URL/],
    ["https://bob:secret@example.org", /--user/],
    ["https://example.org?x=1", /more than/],
  ];
  for (const [input, message] of refused) {
    assert.throws(() => parseServerUrl(input), { code: "bad-request", message });
  }
});
