import assert from "node:assert/strict";
import { shownUrl, urlsOf } from "./hosts.ts";

Deno.test("a URL with several hosts is one for each, in their order", () => {
  assert.deepEqual(urlsOf("postgres://a:b@one:5432,two,[::1]:5433/chat?sslmode=require"), [
    "postgres://a:b@one:5432/chat?sslmode=require",
    "postgres://a:b@two/chat?sslmode=require",
    "postgres://a:b@[::1]:5433/chat?sslmode=require",
  ]);
  assert.deepEqual(urlsOf("postgresql://localhost/chat"), ["postgresql://localhost/chat"]);
});

Deno.test("what is no URL of a PostgreSQL database has none", () => {
  for (const url of ["", "chat", "mysql://localhost/chat", "postgres://one:x,two/chat"]) {
    assert.deepEqual(urlsOf(url), [], url);
  }
});

Deno.test("a password is not shown", () => {
  assert.equal(shownUrl("postgres://a:secret@one,two/chat"), "postgres://a:…@one,two/chat");
  assert.equal(shownUrl("postgres://a@one/chat"), "postgres://a@one/chat");
});
