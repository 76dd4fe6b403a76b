import assert from "node:assert/strict";
import { join } from "node:path";
import { ParleyError } from "../../shared/errors.ts";
import { noProgram, testUnless } from "../../tests/support/skip.ts";
import { ANOTHER, fingerprintOf, ONE } from "../../tests/support/tls_front.ts";
import { factsOf, judgeIdentity, readIdentity } from "./identity.ts";

const FILES = { cert: "own.pem", key: "own.key" };
const YEAR = 365 * 24 * 3_600_000;

async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(() => assert.fail("It was taken."), (error) => error);
  assert.ok(error instanceof ParleyError && error.code === "bad-request", String(error));
  return error.message;
}

Deno.test("a certificate and its key are taken as they are", async () => {
  assert.deepEqual(await judgeIdentity(ONE, FILES, Date.now()), ONE);
  const facts = factsOf(ONE);
  assert.equal(facts.fingerprint, fingerprintOf(ONE));
  assert.match(facts.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.equal(facts.names, "DNS:hooks.example");
  assert.ok(facts.validTo.getTime() > Date.now() + 50 * YEAR);
});

for (
  const [what, cert, key, expected] of [
    ["the key of another", ONE.cert, ANOTHER.key, /own\.pem .* the key in own\.key is not that/],
    [
      "a chain in the wrong order",
      ANOTHER.cert + ONE.cert,
      ONE.key,
      /own\.pem .* put that one first/,
    ],
    ["a key where a certificate is due", ONE.key, ONE.key, /own\.pem .* holds no certificate/],
    ["a certificate where a key is due", ONE.cert, ONE.cert, /own\.key .* holds no private key/],
    ["half a certificate", ONE.cert.slice(0, 200), ONE.key, /own\.pem .* holds no certificate/],
    ["a garbled certificate", ONE.cert.replaceAll("M", "N"), ONE.key, /own\.pem can't be used/],
  ] as const
) {
  Deno.test(`${what} is refused, by the file's name`, async () => {
    assert.match(await refusal(judgeIdentity({ cert, key }, FILES, Date.now())), expected);
  });
}

Deno.test("a certificate is refused before and after its time", async () => {
  assert.match(await refusal(judgeIdentity(ONE, FILES, Date.now() + 200 * YEAR)), /expired on/);
  assert.match(await refusal(judgeIdentity(ONE, FILES, 0)), /valid only from/);
});

Deno.test("a file that isn't there is named", async () => {
  assert.match(
    await refusal(readIdentity({ cert: "/nowhere.pem", key: "/nowhere.key" }, Date.now())),
    /^\/nowhere\.(pem|key) can't be used for TLS: ENOENT/,
  );
});

testUnless(
  noProgram("openssl", "version"),
  "a kind of key that no handshake succeeds with is refused, though it is well-formed",
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "parley-identity-" });
    const files = { cert: join(folder, "own.pem"), key: join(folder, "own.key") };
    try {
      const options =
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:secp256k1 -nodes -subj /CN=x";
      const { success } = await new Deno.Command("openssl", {
        args: [...options.split(" "), "-keyout", files.key, "-out", files.cert],
        stderr: "null",
      }).output();
      assert.ok(success);
      assert.match(await refusal(readIdentity(files, Date.now())), /no handshake succeeds with it/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
