import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createPrivateKey } from "node:crypto";
import { rm } from "node:fs/promises";
import type { Prompter } from "../../cli/session/prompter.ts";
import { pinnedTransport } from "../../cli/session/certificate.ts";
import { Connection } from "../../shared/net/connection.ts";
import { type Account, register } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { ANOTHER, fingerprintOf, type Identity, ONE, TlsFront } from "../support/tls_front.ts";
import { eventually } from "../support/wait.ts";
import { jsonOf, type Ran, runParley } from "./run_parley.ts";

/** Somebody who says yes or no, and how often they were asked. */
function person(yes: boolean) {
  const told: string[] = [];
  const prompter = {
    note: (text: string) => told.push(text),
    confirm: (text: string) => Promise.resolve(told.push(text) > 0 && yes),
  } as unknown as Prompter;
  return { told, prompter };
}

interface Scene {
  front: TlsFront;
  alice: Account;
  parley(args: string[], prompter?: Prompter): Promise<Ran>;
}

async function withFront(body: (scene: Scene) => Promise<void>): Promise<void> {
  const home = await Deno.makeTempDir({ prefix: "parley-trust-" });
  await using server = await startServer();
  await using front = await TlsFront.start(Number(new URL(server.url).port));
  const alice = await register(server.url, "alice");
  try {
    await body({
      front,
      alice,
      parley: (args, prompter) =>
        runParley(front.url, alice, args, { prompter, env: { HOME: home } }),
    });
  } finally {
    await rm(home, { recursive: true });
  }
}

Deno.test("a certificate that nobody vouches for is asked about once, for requests and WebSockets", () =>
  withFront(async ({ parley }) => {
    const { told, prompter } = person(true);
    assert.equal((await parley(["whoami"], prompter)).code, 0);
    assert.equal(told.length, 2);
    assert.match(told[0], new RegExp(fingerprintOf(ONE)));
    assert.equal((await parley(["send", "--room", "lobby", "by TLS"], prompter)).code, 0);
    const tail = ["tail", "--room", "lobby", "--since", "0", "--count", "2", "--json"];
    const { code, out } = await parley(tail);
    assert.equal(code, 0);
    assert.equal(jsonOf(out).at(-1).text, "by TLS");
    assert.equal(told.length, 2, "It asked again.");
  }));

Deno.test("what nobody accepted is told nothing, and how to accept it is said", () =>
  withFront(async ({ front, parley }) => {
    for (const prompter of [undefined, person(false).prompter]) {
      const { code, errors } = await parley(["whoami"], prompter);
      assert.equal(code, 6);
      assert.match(errors[0], /parley trust --server .* --fingerprint ([0-9A-F]{2}:){31}/);
    }
    assert.equal(front.heard, 0);
  }));

Deno.test("a certificate that is another one is refused, until the person accepts it", () =>
  withFront(async ({ front, parley }) => {
    const accepted = ["trust", "--fingerprint", fingerprintOf(ONE).toLowerCase(), "--json"];
    const [told] = jsonOf((await parley(accepted)).out);
    assert.deepEqual(told, {
      server: front.url,
      presented: fingerprintOf(ONE),
      trusted: false,
      accepted: fingerprintOf(ONE),
    });
    assert.equal((await parley(["whoami"])).code, 0);

    await front.become(ANOTHER);
    const heard = front.heard;
    const { code, errors } = await parley(["whoami"], person(true).prompter);
    assert.equal(code, 6);
    assert.match(errors[0], /HAS CHANGED/);
    for (const one of [ONE, ANOTHER]) assert.match(errors[0], new RegExp(fingerprintOf(one)));
    assert.match((await parley(["trust"])).out, /They differ/);
    assert.equal(front.heard, heard);

    assert.equal((await parley(["trust", "--fingerprint", fingerprintOf(ANOTHER)])).code, 0);
    assert.equal((await parley(["whoami"])).code, 0);
    assert.equal((await parley(["trust", "--forget"])).code, 0);
    assert.equal((await parley(["whoami"])).code, 6);
  }));

Deno.test("a connection that stands comes back to nobody else, and says why", () =>
  withFront(async ({ front, alice: { token } }) => {
    const server = front.url;
    const transport = await pinnedTransport(server, fingerprintOf(ONE));
    const connection = new Connection({ server, token, transport, client: "test", gaps: "skip" });
    const reasons: string[] = [];
    let online = 0;
    connection.on((event) => {
      if (event.type !== "status") return;
      if (event.status.state === "online") online++;
      if (event.status.state === "offline") reasons.push(event.status.reason);
    });
    connection.start();
    try {
      await eventually(() => online === 1, "it comes online");
      await front.become(ANOTHER);
      const heard = front.heard;
      await eventually(() => /HAS CHANGED/.test(reasons.join("\n")), "it says what is wrong");
      assert.equal(front.heard, heard);
      await front.become(ONE);
      await eventually(() => online === 2, "it comes back");
    } finally {
      await connection.close();
    }
  }));

testUnless(
  openssl("version") ? undefined : "openssl is not installed",
  "whoever shows an accepted certificate without having its key is refused",
  async () => {
    await using holder = await opensslServer(ONE);
    const { fetch } = await pinnedTransport(holder.url, fingerprintOf(ONE));
    assert.equal((await fetch(holder.url, {})).status, 200);
    await using forger = await opensslServer({ ...ONE, key: keyThatSeemsToBe(ONE, ANOTHER) });
    const forged = await pinnedTransport(forger.url, fingerprintOf(ONE));
    await assert.rejects(forged.fetch(forger.url, {}));
  },
);

/** A web server that doesn't look at whether its key is the certificate's. */
async function opensslServer(
  { cert, key }: Identity,
): Promise<AsyncDisposable & { url: string }> {
  const folder = await Deno.makeTempDir({ prefix: "parley-openssl-" });
  await Deno.writeTextFile(`${folder}/cert.pem`, cert);
  await Deno.writeTextFile(`${folder}/key.pem`, key);
  const server = new Deno.Command("openssl", {
    args: ["s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key", "key.pem", "-www"],
    cwd: folder,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let said = "";
  const output = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  while (!/ACCEPT .*:\d+/.test(said)) {
    const { done, value } = await output.read();
    if (done) throw new Error(`openssl ended: ${said}`);
    said += value;
  }
  return {
    url: `https://localhost:${said.match(/ACCEPT .*:(\d+)/)![1]}`,
    async [Symbol.asyncDispose]() {
      server.kill();
      await output.cancel();
      await server.status;
      await rm(folder, { recursive: true });
    },
  };
}

function openssl(...args: string[]): boolean {
  try {
    return new Deno.Command("openssl", { args }).outputSync().success;
  } catch {
    return false;
  }
}

/** A private key (SEC 1) that carries the public half of `victim`, and signs with the other's. */
function keyThatSeemsToBe(victim: Identity, signer: Identity): string {
  const der = ({ key }: Identity) => createPrivateKey(key).export({ type: "sec1", format: "der" });
  /** Where the 32 bytes of the private half begin: after SEQUENCE, the version, and their own header. */
  const at = 7;
  const forged = Buffer.from(der(victim));
  der(signer).copy(forged, at, at, at + 32);
  const lines = forged.toString("base64").match(/.{1,64}/g)!.join("\n");
  return `-----BEGIN EC PRIVATE KEY-----\n${lines}\n-----END EC PRIVATE KEY-----\n`;
}
