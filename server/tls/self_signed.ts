/**
 * The certificate that the server makes for itself, kept in its data folder: nobody vouches for it, and
 * clients pin it.
 * @module
 */
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { ParleyError } from "../../shared/errors.ts";
import { writePrivate } from "../private_file.ts";
import { type Identity, judgeIdentity } from "./identity.ts";

/** The folder in the data folder that all of TLS is in. */
export const TLS_FOLDER = "tls";

/** Long, since all who pinned it are asked anew when it ends. */
const YEARS = 10;

/** A clock that is a little behind shall not see a certificate of the future. */
const LEEWAY = 24 * 3_600_000;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/**
 * The server's own certificate and key, made when there is none.
 *
 * @param folder the data folder.
 * @param host what the server listens on; a name for the certificate if it is one.
 * @throws {ParleyError} `bad-request` if the file is broken, `unavailable` if it can't be written.
 */
export async function ownIdentity(folder: string, host: string, now: number): Promise<Identity> {
  const path = join(folder, TLS_FOLDER, "self-signed.pem");
  let pem: string;
  try {
    pem = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw unusable(path, error);
    pem = await makeIdentity(host, now);
    try {
      writePrivate(path, pem);
    } catch (error) {
      throw unusable(path, error);
    }
  }
  return await judgeIdentity(split(pem), { cert: path, key: path }, now);
}

/** The key stands first, the certificates behind it. */
export function split(pem: string): Identity {
  const at = Math.max(0, pem.indexOf("-----BEGIN CERTIFICATE-----"));
  return { key: pem.slice(0, at), cert: pem.slice(at) };
}

async function makeIdentity(host: string, now: number): Promise<string> {
  // Only at the first start.
  const { X509CertificateGenerator, SubjectAlternativeNameExtension, PemConverter } = await import(
    "@peculiar/x509"
  );
  const isAny = host === "0.0.0.0" || host === "::";
  const names = new Set(["localhost", "127.0.0.1", "::1", ...(isAny ? [] : [host])]);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + YEARS);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=Parley",
    notBefore: new Date(now - LEEWAY),
    notAfter: end,
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new SubjectAlternativeNameExtension(
        [...names].map((value) => ({ type: isIP(value) ? "ip" as const : "dns" as const, value })),
      ),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return `${PemConverter.encode(key, "PRIVATE KEY")}\n${certificate.toString("pem")}\n`;
}

function unusable(path: string, error: unknown): ParleyError {
  return new ParleyError(
    "unavailable",
    `The certificate ${path} can't be read or made: ${(error as Error).message}. ` +
      "Make the data folder writable, or name another with --data.",
    undefined,
    { cause: error },
  );
}
