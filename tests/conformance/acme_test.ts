import assert from "node:assert/strict";
import {
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { once } from "node:events";
import { join } from "node:path";
import { connect, type PeerCertificate } from "node:tls";
import { Pebble } from "../support/pebble.ts";
import { NotStarted, startServer, type TestServer } from "../support/server.ts";
import { noProgram, testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

const noPebble = noProgram("pebble", "-version");

async function shownBy({ port }: TestServer): Promise<PeerCertificate> {
  const servername = `${crypto.randomUUID()}.example`;
  const socket = connect({ port, host: "127.0.0.1", servername, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}

testUnless(noPebble, "a certificate is had by ACME, kept private, and used again", async () => {
  await using pebble = await Pebble.start();
  await using server = await startServer({ flags: pebble.flags });
  const { issuer, subjectaltname, fingerprint256 } = await shownBy(server);
  assert.match(String(issuer.CN), /^Pebble/);
  assert.equal(subjectaltname, "DNS:localhost");
  for (const name of ["acme.pem", "acme-account.pem"]) {
    assert.equal((await Deno.stat(join(server.data, "tls", name))).mode! & 0o777, 0o600);
  }
  const elsewhere = await fetch(`http://127.0.0.1:${pebble.httpPort}/v1/rooms`, {
    redirect: "manual",
  });
  await elsewhere.body?.cancel();
  assert.equal(elsewhere.status, 308);
  assert.equal(elsewhere.headers.get("location"), "https://127.0.0.1/v1/rooms");
  // The authority is not asked again.
  await pebble.stop();
  await server.restart();
  assert.equal((await shownBy(server)).fingerprint256, fingerprint256);
});

/** A certificate for localhost, made some time ago, that is good for a minute more; and its key. */
async function nearlyOver(): Promise<string> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, [
    "sign",
    "verify",
  ]) as CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=Old",
    notBefore: new Date(Date.now() - 600_000),
    notAfter: new Date(Date.now() + 120_000),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }])],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return `${PemConverter.encode(key, "PRIVATE KEY")}\n${certificate.toString("pem")}\n`;
}

testUnless(
  noPebble,
  "a certificate is renewed before it ends, and shown without a restart",
  async () => {
    await using pebble = await Pebble.start();
    const data = await Deno.makeTempDir({ prefix: "parley-acme-" });
    try {
      await Deno.mkdir(join(data, "tls"));
      await Deno.writeTextFile(join(data, "tls", "acme.pem"), await nearlyOver());
      await using server = await startServer({ data, flags: pebble.flags });
      await eventually(
        async () => /^Pebble/.test(String((await shownBy(server)).issuer.CN)),
        "another certificate is shown",
      );
      // It is the same server: it began with the old one.
      await eventually(
        () => server.stderr.includes("New connections see the certificate"),
        "the server says so",
      );
    } finally {
      await Deno.remove(data, { recursive: true });
    }
  },
);

testUnless(
  noPebble,
  "an authority that doesn't answer is named, with what has to be so",
  async () => {
    await using pebble = await Pebble.start();
    await pebble.stop();
    const error = await startServer({ flags: pebble.flags }).then(
      (server) => server[Symbol.asyncDispose](),
      (error) => error,
    );
    assert.ok(error instanceof NotStarted);
    assert.equal(error.ended.code, 7);
    assert.match(
      error.ended.stderr,
      /No certificate for localhost could be had from https:\S+: it gives no answer\. .*port \d+/,
    );
  },
);
