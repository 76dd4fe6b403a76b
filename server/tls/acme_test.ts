import assert from "node:assert/strict";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { CERTIFICATE, KEY } from "../../tests/support/certificate.ts";
import { freePort } from "../../tests/support/free_port.ts";
import { AcmeCertificate, type AcmeOptions, FIRST_RETRY, LAST_RETRY } from "./acme.ts";

/** A certificate that is kept, of an authority that knows nothing. */
async function withKept(run: (options: AcmeOptions) => Promise<void>): Promise<void> {
  const authority = createHttpServer((_request, answer) => answer.writeHead(404).end());
  await new Promise<void>((resolve) => authority.listen(0, "127.0.0.1", resolve));
  const folder = await Deno.makeTempDir({ prefix: "parley-acme-" });
  try {
    await Deno.mkdir(join(folder, "tls"));
    await Deno.writeTextFile(join(folder, "tls", "acme.pem"), KEY + CERTIFICATE);
    await run({
      domains: ["localhost"],
      email: undefined,
      directory: `http://127.0.0.1:${(authority.address() as AddressInfo).port}/dir`,
      ca: undefined,
      host: "127.0.0.1",
      port: await freePort(),
      folder,
    });
  } finally {
    authority.closeAllConnections();
    await new Promise((resolve) => authority.close(resolve));
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a renewal that fails is tried again later and later, half a day at most, and the certificate stays", () =>
  withKept(async (options) => {
    const waits: number[] = [];
    let next: (() => Promise<void>) | undefined;
    let renewed = 0;
    const certificate = new AcmeCertificate(options, () => renewed++, (run, milliseconds) => {
      waits.push(milliseconds);
      next = run;
      return () => next = undefined;
    });
    const kept = await certificate.read();
    assert.equal(kept.cert.trim(), CERTIFICATE.trim());
    const tries = 13;
    for (let n = 0; n < tries; n++) await next!();
    const expected = Array.from(
      { length: tries },
      (_, n) => Math.min(FIRST_RETRY * 2 ** n, LAST_RETRY),
    );
    assert.deepEqual(waits.slice(1), expected);
    assert.equal(expected.at(-1), LAST_RETRY);
    assert.equal(renewed, 0);
    assert.match(
      await Deno.readTextFile(join(options.folder, "tls", "acme.pem")),
      /BEGIN CERTIFICATE/,
    );
    await certificate.close();
    assert.equal(next, undefined, "after its end nothing is tried");
  }));

Deno.test("where something else has the authority's port, its option is named, not the server's", () =>
  withKept(async (options) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(options.port, options.host, resolve));
    const certificate = new AcmeCertificate(options, () => {});
    try {
      await assert.rejects(certificate.read(), {
        code: "conflict",
        message:
          `Port ${options.port} is already in use. Stop the other program or choose another ` +
          "port with --acme-port, and have port 80 handed on to it.",
      });
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  }));
