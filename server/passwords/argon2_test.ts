import assert from "node:assert/strict";
import { hashPassword, verifyPassword } from "./argon2.ts";

Deno.test("a password fits its own hash, in any Unicode form, and no other", async () => {
  const hash = await hashPassword("café au lait à volonté");
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await verifyPassword("café au lait à volonté".normalize("NFD"), hash), true);
  assert.equal(await verifyPassword("cafe au lait a volonte", hash), false);
});

Deno.test("without a hash no password is right", async () => {
  assert.equal(await verifyPassword("anything at all", undefined), false);
});
