import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";
import { ANOTHER, fingerprintOf, ONE } from "../../../tests/support/tls_front.ts";
import { noProgram, testUnless } from "../../../tests/support/skip.ts";
import { RawWebSocket } from "../../../tests/support/raw_websocket.ts";
import { Rig, type Site, until } from "./conformance/rig.ts";
import { listen as denoServe } from "./deno_serve.ts";
import type { Listen } from "./listener.ts";
import { listen as nodeHttp } from "./node_http.ts";
import { Payload } from "./payload.ts";

async function withTls(listen: Listen, run: (site: Site) => Promise<void>): Promise<void> {
  const rig = new Rig(listen, { binary: 0, tooLarge: 0 }, ONE);
  try {
    await run(await rig.start({ times: { closeTime: 200, requestTime: 400 } }));
  } finally {
    await rig.end();
  }
}

/** @returns a socket whose handshake is done, and the fingerprint that it was shown. */
async function shakeHands(site: Site): Promise<{ socket: TLSSocket; shown: string }> {
  // A session that is resumed shows no certificate: each handshake is with a name of its own.
  const servername = `${crypto.randomUUID()}.example`;
  const { port } = site.listener;
  const socket = connect({ port, host: "127.0.0.1", servername, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  return { socket, shown: socket.getPeerCertificate().fingerprint256 };
}

for (const [name, listen] of [["node_http", nodeHttp], ["deno_serve", denoServe]] as const) {
  Deno.test(`${name}: after a renewal new handshakes see the new certificate, and old connections go on`, () =>
    withTls(listen, async (site) => {
      const { client, server } = await site.pair();
      const before = await shakeHands(site);
      site.listener.renew(ANOTHER);
      const after = await shakeHands(site);
      assert.deepEqual(
        [before.shown, after.shown],
        [fingerprintOf(ONE), fingerprintOf(ANOTHER)],
      );
      client.sendText("still here?");
      await until(() => server.messages.length === 1, "the message arrives");
      server.peer.send(new Payload("still here"));
      assert.equal(await client.nextText(), "still here");
      before.socket.destroy();
      after.socket.destroy();
    }));

  Deno.test(`${name}: a stranger's words without TLS, and a silent handshake, end their connections`, () =>
    withTls(listen, async (site) => {
      const plain = RawWebSocket.connect({ port: site.listener.port });
      await assert.rejects(plain);
      const { connect } = await import("node:net");
      const silent = connect(site.listener.port, "127.0.0.1");
      await once(silent, "close");
      await site.pair();
    }));

  testUnless(
    noProgram("openssl", "version"),
    `${name}: an encrypted peer that never reads is counted, and gone after the close time`,
    () =>
      withTls(listen, async (site) => {
        const to = `127.0.0.1:${site.listener.port}`;
        const client = new Deno.Command("openssl", {
          args: ["s_client", "-quiet", "-connect", to],
          stdin: "piped",
          stdout: "null",
          stderr: "null",
        }).spawn();
        try {
          const stdin = client.stdin.getWriter();
          await stdin.write(new TextEncoder().encode(
            "GET /v1/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
              "Sec-WebSocket-Protocol: parley.v1\r\n\r\n",
          ));
          await until(() => site.peers.length === 1, "the peer is accepted");
          const [{ peer, closes }] = site.peers;
          client.kill("SIGSTOP");
          const payload = new Payload("x".repeat(100_000));
          for (let sent = 0; peer.waiting < 2_000_000; sent++) {
            assert.ok(sent < 1000, "100 MB were sent and nothing waits");
            peer.send(payload);
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
          peer.close(4000, "");
          await until(() => closes.length === 1, "it is gone");
        } finally {
          client.kill("SIGKILL");
          await client.status;
        }
      }),
  );
}
