/**
 * Who the server is in TLS: a certificate and its key, judged before anybody is shown them.
 * @module
 */
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { connect } from "node:tls";
import { ParleyError } from "../../shared/errors.ts";

/** As TLS takes it, both in PEM. */
export interface Identity {
  /** The server's certificate, then those between it and the authority. */
  readonly cert: string;
  readonly key: string;
}

/** What the operator may want to know of a certificate. */
export interface CertificateFacts {
  /** SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` and the terminal client show it. */
  fingerprint: string;
  /** Who it is for, e.g. `DNS:chat.example.org`. */
  names: string;
  validFrom: Date;
  validTo: Date;
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** Time for a handshake with oneself: only what can't work uses it up. */
const HANDSHAKE_TIME = 5_000;

/** @throws {Error} if there is no certificate in it. */
export function factsOf({ cert }: Pick<Identity, "cert">): CertificateFacts {
  const { fingerprint256, subjectAltName, subject, validFrom, validTo } = certificatesIn(cert)[0];
  return {
    fingerprint: fingerprint256,
    names: subjectAltName ?? subject,
    validFrom: new Date(validFrom),
    validTo: new Date(validTo),
  };
}

/** Reads and judges the files. @throws {ParleyError} `bad-request` with what is wrong, and with which file. */
export async function readIdentity(
  files: { cert: string; key: string },
  now: number,
): Promise<Identity> {
  const [cert, key] = await Promise.all([read(files.cert), read(files.key)]);
  return await judgeIdentity({ cert, key }, files, now);
}

/**
 * Judges a certificate and its key. Deno itself takes any text, and then fails every handshake.
 *
 * @param called what each is called in a message.
 * @throws {ParleyError} `bad-request` with what is wrong.
 */
export async function judgeIdentity(
  identity: Identity,
  called: { cert: string; key: string },
  now: number,
): Promise<Identity> {
  const certificates = attempt(called.cert, () => certificatesIn(identity.cert));
  const key = attempt(called.key, () => keyIn(identity.key));
  const [own] = certificates;
  if (!isKeyOf(own, key)) {
    throw unusable(
      called.cert,
      certificates.slice(1).some((other) => isKeyOf(other, key))
        ? "its first certificate is not the server's own; put that one first"
        : `the key in ${called.key} is not that of its first certificate`,
    );
  }
  if (now >= Date.parse(own.validTo)) throw unusable(called.cert, `it expired on ${own.validTo}`);
  if (now < Date.parse(own.validFrom)) {
    throw unusable(called.cert, `it is valid only from ${own.validFrom}`);
  }
  try {
    await shakeHands(identity);
  } catch (error) {
    throw unusable(called.cert, `no handshake succeeds with it (${(error as Error).message})`);
  }
  return identity;
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw unusable(path, (error as Error).message);
  }
}

function certificatesIn(pem: string): X509Certificate[] {
  const found = (pem.match(CERTIFICATES) ?? []).map((text) => new X509Certificate(text));
  if (found.length === 0) throw new Error("it holds no certificate");
  return found;
}

function keyIn(pem: string): KeyObject {
  if (!pem.includes("PRIVATE KEY-----")) throw new Error("it holds no private key");
  if (pem.includes("ENCRYPTED")) throw new Error("the key is encrypted; expected one without");
  return createPrivateKey(pem);
}

/** As `X509Certificate.checkPrivateKey`, which binaries on bases of Deno 2.6 don't have. */
function isKeyOf({ publicKey }: X509Certificate, key: KeyObject): boolean {
  const [theirs, ours] = [publicKey, createPublicKey(key)]
    .map((each) => each.export({ type: "spki", format: "pem" }));
  return theirs === ours;
}

function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw unusable(path, (error as Error).message);
  }
}

function unusable(path: string, why: string): ParleyError {
  return new ParleyError(
    "bad-request",
    `${path} can't be used for TLS: ${why}. Expected a certificate, and its key, in PEM format.`,
  );
}

/** One handshake on this machine: the last word on whether keys and signatures are of kinds that work. */
async function shakeHands(identity: Identity): Promise<void> {
  const server = createServer({ ...identity });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.once("tlsClientError", reject);
      server.listen({ port: 0, host: "127.0.0.1" }, () => {
        const { port } = server.address() as AddressInfo;
        const client = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
        const done = (settle: () => void) => {
          client.destroy();
          settle();
        };
        client.setTimeout(HANDSHAKE_TIME, () => done(() => reject(new Error("no answer in time"))));
        client.once("error", (error) => done(() => reject(error)));
        client.once("secureConnect", () => done(resolve));
      });
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
