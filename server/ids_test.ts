import assert from "node:assert/strict";
import { hashSecret, newId, newInvitationCode, newToken } from "./ids.ts";

Deno.test("ids and secrets have the alphabet that the protocol says, and don't repeat", () => {
  const made = Array.from({ length: 1000 }, () => [newId("R"), newToken(), newInvitationCode()]);
  for (const [id, token, code] of made) {
    assert.match(id, /^R[0-9A-HJKMNP-TV-Z]{16}$/);
    assert.match(token, /^[\w-]{43}$/);
    assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
  }
  assert.equal(new Set(made.flat()).size, 3000);
});

Deno.test("a secret is kept as SHA-256", () => {
  assert.equal(
    hashSecret("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
