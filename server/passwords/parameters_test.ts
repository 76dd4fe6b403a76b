import assert from "node:assert/strict";
import { hashPassword } from "./argon2.ts";
import { isOutdated, PARAMETERS } from "./parameters.ts";

Deno.test("the parameters are those of OWASP's password storage cheat sheet, or stronger", () => {
  assert.ok(PARAMETERS.memorySize >= 19 * 1024 && PARAMETERS.iterations >= 2);
  assert.ok(PARAMETERS.parallelism >= 1 && PARAMETERS.hashLength >= 16);
});

Deno.test("a hash of today is up to date; one of other parameters, or another kind, isn't", async () => {
  assert.equal(isOutdated(await hashPassword("any")), false);
  for (
    const old of [
      "$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA",
      "$argon2id$v=16$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA",
      "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA",
      "$2b$12$abcdefghijklmnopqrstuv",
      "none that fits",
    ]
  ) assert.equal(isOutdated(old), true, old);
});
