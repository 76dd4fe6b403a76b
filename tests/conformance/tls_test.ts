import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { connect } from "node:tls";
import { pinnedTransport } from "../../cli/session/certificate.ts";
import { TestClient } from "../support/client.ts";
import { call, register } from "../support/http.ts";
import { fromSource, NotStarted, startServer, type TestServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { ANOTHER, fingerprintOf, type Identity, ONE } from "../support/tls_front.ts";
import { hasTmux, Tmux } from "../support/tmux.ts";
import { eventually } from "../support/wait.ts";
import { runParley } from "../terminal/run_parley.ts";

/** The files that --tls-cert and --tls-key name, and their flags. */
class Files {
  readonly cert: string;
  readonly key: string;

  constructor(readonly folder: string) {
    this.cert = join(folder, "cert.pem");
    this.key = join(folder, "key.pem");
  }

  get flags(): string[] {
    return ["--tls-cert", this.cert, "--tls-key", this.key];
  }

  async put({ cert, key }: Identity): Promise<void> {
    await Deno.writeTextFile(this.cert, cert);
    await Deno.writeTextFile(this.key, key);
  }
}

async function withFiles(run: (files: Files) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-tls-" });
  try {
    const files = new Files(folder);
    await files.put(ONE);
    await run(files);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The fingerprint that a new handshake shows. */
async function shownBy({ port }: TestServer): Promise<string> {
  // A session that is resumed shows no certificate: each handshake is with a name of its own.
  const servername = `${crypto.randomUUID()}.example`;
  const socket = connect({ port, host: "127.0.0.1", servername, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** Those of so many handshakes that hardly ever one of two gateways had none. */
async function allShownBy(server: TestServer): Promise<Set<string>> {
  return new Set(await Promise.all(Array.from({ length: 16 }, () => shownBy(server))));
}

/** A guest, and how to reach the server as one who pinned its certificate. */
async function guestAt(server: TestServer, fingerprint: string) {
  const transport = await pinnedTransport(server.url, fingerprint);
  const answer = await transport.fetch(`${server.url}/v1/guests`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  assert.equal(answer.status, 201);
  const { token } = await answer.json();
  return { token, connect: () => TestClient.connect(server.url, token, {}, transport.open) };
}

const LISTENERS = [
  ["node", ["--workers", "2"]],
  ["deno", ["--listener", "deno", "--workers", "1"]],
] as const;

for (const [name, flags] of LISTENERS) {
  Deno.test(`${name}: SIGHUP shows new connections the new certificate, and ends none`, () =>
    withFiles(async (files) => {
      await using server = await startServer({ flags: [...flags, ...files.flags] });
      const guest = await guestAt(server, fingerprintOf(ONE));
      const clients = await Promise.all(Array.from({ length: 8 }, guest.connect));
      assert.deepEqual(await allShownBy(server), new Set([fingerprintOf(ONE)]));

      await files.put(ANOTHER);
      server.signal("SIGHUP");
      await eventually(async () => {
        const shown = await allShownBy(server);
        return shown.size === 1 && shown.has(fingerprintOf(ANOTHER));
      }, "every handshake shows the new certificate");
      assert.match(server.stderr, new RegExp(`see the certificate \\W*${fingerprintOf(ANOTHER)}`));

      const room = clients[0].room("lobby");
      const { seq } = await clients[0].say(room, "still here");
      for (const client of clients) await client.reaches(room, seq);
      const late = await guestAt(server, fingerprintOf(ANOTHER));
      await (await late.connect()).close();
      for (const client of clients) await client.close();
    }));

  Deno.test(`${name}: a broken certificate is refused with what is wrong, and the old one stays`, () =>
    withFiles(async (files) => {
      await using server = await startServer({ flags: [...flags, ...files.flags] });
      const guest = await guestAt(server, fingerprintOf(ONE));
      const client = await guest.connect();
      for (
        const [broken, reason] of [
          [
            { cert: ANOTHER.cert, key: ONE.key },
            /stays the one before\. .*cert\.pem .*not that of/,
          ],
          [{ cert: "", key: ONE.key }, /stays the one before\. .*cert\.pem .*holds no certificate/],
        ] as const
      ) {
        await files.put(broken);
        server.signal("SIGHUP");
        await eventually(() => reason.test(server.stderr), "it says why");
        assert.deepEqual(await allShownBy(server), new Set([fingerprintOf(ONE)]));
      }
      await client.say(client.room("lobby"), "still here");
      await client.close();
      await files.put(ANOTHER);
      server.signal("SIGHUP");
      await eventually(
        async () => await shownBy(server) === fingerprintOf(ANOTHER),
        "a good one is taken afterwards",
      );
    }));
}

Deno.test("a self-signed certificate is made once, kept private, and printed for pinning", async () => {
  const flags = ["--tls", "self-signed", "--workers", "2"];
  await using server = await startServer({ flags });
  const printed = () =>
    /certificate +SHA-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})$/m.exec(server.stdout)?.[1];
  const fingerprint = printed()!;
  assert.deepEqual(await allShownBy(server), new Set([fingerprint]));
  if (Deno.build.os !== "windows") {
    const modeOf = async (...path: string[]) =>
      (await Deno.stat(join(server.data, ...path))).mode! & 0o777;
    assert.equal(await modeOf("tls"), 0o700);
    assert.equal(await modeOf("tls", "self-signed.pem"), 0o600);
  }
  server.signal("SIGHUP");
  await eventually(() => /see the certificate/.test(server.stderr), "it is read again");
  await server.restart();
  assert.equal(printed(), fingerprint);
  assert.equal(await shownBy(server), fingerprint);

  // The terminal client, which shows and pins it.
  const home = await Deno.makeTempDir({ prefix: "parley-tls-home-" });
  try {
    const guest = await guestAt(server, fingerprint);
    const parley = (...args: string[]) =>
      runParley(server.url, guest, args, { env: { HOME: home } });
    const shown = await parley("trust");
    assert.ok(shown.out.includes(`The server's     ${fingerprint}\n`), shown.out);
    assert.equal((await parley("trust", "--fingerprint", fingerprint)).code, 0);
    assert.equal((await parley("send", "--room", "lobby", "by TLS")).code, 0);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});

Deno.test("options of TLS that contradict one another, and files that don't fit, stop the start", () =>
  withFiles(async (files) => {
    const reasonOf = async (flags: string[]) => {
      const error = await startServer({ flags }).then(
        (server) => server[Symbol.asyncDispose](),
        (error) => error,
      );
      assert.ok(error instanceof NotStarted, "It started.");
      assert.equal(error.ended.code, 2);
      return error.ended.stderr;
    };
    assert.match(await reasonOf(["--tls-cert", files.cert]), /without --tls-key/);
    assert.match(await reasonOf(["--tls-key", files.key]), /without --tls-cert/);
    assert.match(await reasonOf([...files.flags, "--tls", "self-signed"]), /two certificates/);
    await files.put({ cert: ONE.cert, key: ANOTHER.key });
    assert.match(await reasonOf(files.flags), /key\.pem is not that of its first certificate/);
  }));

Deno.test("SIGHUP without TLS changes nothing", async () => {
  await using server = await startServer();
  const { token } = await register(server.url, "alice");
  const client = await TestClient.connect(server.url, token);
  server.signal("SIGHUP");
  await eventually(() => /TLS is off/.test(server.stderr), "it says so");
  await client.say("lobby", "still here");
  await client.close();
});

testUnless(
  hasTmux() ? undefined : "there is no tmux",
  "a server whose terminal is closed stops in order",
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "parley-hangup-" });
    try {
      let client: TestClient;
      {
        await using terminals = new Tmux();
        await terminals.start("server", [
          ...fromSource(),
          ...["--port", "0", "--host", "127.0.0.1", "--data", join(folder, "data")],
        ], { PATH: Deno.env.get("PATH")!, HOME: Deno.env.get("HOME") ?? folder });
        const [, url] = await terminals.shows("server", /listening on (http:\/\/[\d.]+:\d+)/);
        const { token } = await register(url, "alice");
        client = await TestClient.connect(url, token);
        assert.equal((await call(url, "/healthz")).status, 200);
      }
      const bye = await client.next("bye");
      assert.deepEqual([bye.code, bye.reconnect], [4000, true]);
      await client.closed;
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
