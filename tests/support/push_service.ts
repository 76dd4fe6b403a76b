/**
 * A push service for tests: takes what the server sends to a browser, checks its signature (RFC 8292), and
 * decrypts it as that browser would (RFC 8291, RFC 8188), with Web Crypto alone.
 * @module
 */
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { readKeys } from "../../server/push/keys.ts";
import { CERTIFICATE, KEY } from "./certificate.ts";
import { operate } from "./operate.ts";
import type { ServerOptions } from "./server.ts";

const utf8 = new TextEncoder();
const POINT = { name: "ECDH", namedCurve: "P-256" } as const;

/** One use of HKDF with SHA-256. */
async function derive(
  secret: BufferSource,
  salt: BufferSource,
  info: BufferSource,
  bytes: number,
): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt, info },
    key,
    bytes * 8,
  );
}

export interface Pushed {
  headers: Headers;
  /** Decrypted. */
  notification: { room: string; title: string; text: string };
  /** As it came. */
  encrypted: Uint8Array;
  /** The claims that the server signed. */
  claims: { aud: string; exp: number; sub: string };
}

/** What a browser gives to the server. */
export type Subscription = {
  endpoint: string;
  p256dh: string;
  auth: string;
};

/** Keys for a server, made by its own subcommand, and how to start it with them. `using` removes them. */
export class PushSetup {
  private constructor(readonly folder: string) {}

  static async make(): Promise<PushSetup> {
    const setup = new PushSetup(await Deno.makeTempDir({ prefix: "parley-push-" }));
    const made = await operate(["push-keys", setup.file, "--contact", "mailto:ops@example.org"]);
    if (made.code !== 0) throw new Error(made.stderr);
    await Deno.writeTextFile(join(setup.folder, "certificate.pem"), CERTIFICATE);
    return setup;
  }

  get file(): string {
    return join(this.folder, "push.json");
  }

  /** The server trusts the push services of the test, which are on this machine. */
  get server(): ServerOptions {
    const ca = join(this.folder, "certificate.pem");
    return {
      flags: ["--push-keys", this.file, "--webhooks-to-private", "on", "--outgoing-ca", ca],
    };
  }

  service(): Promise<PushService> {
    return PushService.start(readKeys(this.file).publicKey);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

export class PushService {
  /** What was pushed, whatever it was answered. */
  readonly pushed: Pushed[] = [];
  /** The status that is answered. */
  answer = 201;
  readonly #auth = crypto.getRandomValues(new Uint8Array(16));
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  private constructor(
    readonly serverKey: string,
    readonly keys: CryptoKeyPair,
    readonly point: Uint8Array<ArrayBuffer>,
  ) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, cert: CERTIFICATE, key: KEY, onListen: () => {} },
      async (request) => {
        const encrypted = await request.bytes();
        this.pushed.push({
          headers: request.headers,
          encrypted,
          claims: await this.#verify(request.headers.get("authorization")!),
          notification: JSON.parse(await this.#decrypt(encrypted)),
        });
        return new Response(null, { status: this.answer });
      },
    );
  }

  /** @param serverKey the one that the server has to sign with. */
  static async start(serverKey: string): Promise<PushService> {
    const keys = await crypto.subtle.generateKey(POINT, true, ["deriveBits"]) as CryptoKeyPair;
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
    return new PushService(serverKey, keys, point);
  }

  get origin(): string {
    return `https://localhost:${this.#server.addr.port}`;
  }

  /** The subscription of one browser. */
  get subscription(): Subscription {
    return {
      endpoint: `${this.origin}/push`,
      p256dh: Buffer.from(this.point).toString("base64url"),
      auth: Buffer.from(this.#auth).toString("base64url"),
    };
  }

  async #decrypt(body: Uint8Array<ArrayBuffer>): Promise<string> {
    // salt (16), record size (4), length of the key (1), the sender's key (65), then one record
    const salt = body.subarray(0, 16);
    const sender = body.subarray(21, 21 + body[20]);
    const record = body.subarray(21 + body[20]);
    const senderKey = await crypto.subtle.importKey("raw", sender, POINT, false, []);
    const shared = await crypto.subtle.deriveBits(
      { name: "ECDH", public: senderKey },
      this.keys.privateKey,
      256,
    );
    const info = Buffer.concat([utf8.encode("WebPush: info\0"), this.point, sender]);
    const input = await derive(shared, this.#auth, info, 32);
    const raw = await derive(input, salt, utf8.encode("Content-Encoding: aes128gcm\0"), 16);
    const iv = await derive(input, salt, utf8.encode("Content-Encoding: nonce\0"), 12);
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, record);
    // The last record ends with 2 and zeros.
    return new TextDecoder().decode(plain).replace(/\x02\0*$/, "");
  }

  async #verify(authorization: string): Promise<Pushed["claims"]> {
    const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization)!;
    if (key !== this.serverKey) throw new Error("Another key than the server's.");
    const [header, claims, signature] = token.split(".");
    const verified = await crypto.subtle.verify(
      { name: "ECDSA", hash: "SHA-256" },
      await crypto.subtle.importKey(
        "raw",
        Buffer.from(key, "base64url"),
        { name: "ECDSA", namedCurve: "P-256" },
        false,
        ["verify"],
      ),
      Buffer.from(signature, "base64url"),
      utf8.encode(`${header}.${claims}`),
    );
    if (!verified) throw new Error("The signature is not the server's.");
    return JSON.parse(Buffer.from(claims, "base64url").toString());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
