import assert from "node:assert/strict";
import { pinnedTransport } from "../../cli/session/certificate.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { ensureBinaries, SERVER } from "./build.ts";

testUnless(
  await ensureBinaries(),
  "a binary makes a certificate, prints it, and serves whoever pins it",
  async () => {
    await using server = await startServer({ command: [SERVER], flags: ["--tls", "self-signed"] });
    const [, fingerprint] = /SHA-256 ([0-9A-F:]+)/.exec(server.stdout)!;
    const transport = await pinnedTransport(server.url, fingerprint);
    const health = await transport.fetch(`${server.url}/healthz`, {});
    assert.equal(await health.text(), "ok\n");
  },
);
