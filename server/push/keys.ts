/**
 * The keys that the server signs Web Push with (VAPID, RFC 8292), in a file that only its user may read.
 * @module
 */
import { Buffer } from "node:buffer";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { ParleyError } from "../../shared/errors.ts";
import { PRIVATE_FILE } from "../private_file.ts";

export interface PushKeys {
  /** In base64url. */
  publicKey: string;
  privateKey: string;
  /** Where push services reach the operator: a mailto: or https: URL. */
  contact: string;
}

/**
 * Makes keys and writes them to a new file.
 *
 * @throws {ParleyError} `conflict` if there is a file: browsers subscribed with its keys.
 */
export function makeKeys(path: string, contact: string): PushKeys {
  checkContact(contact);
  const keys: PushKeys = { ...generate(), contact };
  try {
    const text = `${JSON.stringify(keys, null, 2)}\n`;
    writeFileSync(path, text, { flag: "wx", mode: PRIVATE_FILE });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unusable(path, error);
    throw new ParleyError(
      "conflict",
      `${path} exists. Browsers subscribe with its keys, so they stay; name another file for new ones.`,
    );
  }
  return keys;
}

/** @throws {ParleyError} `bad-request` if there are none, or not such. */
export function readKeys(path: string): PushKeys {
  let keys: Partial<PushKeys>;
  try {
    keys = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw unusable(path, error);
  }
  const { publicKey, privateKey, contact } = keys;
  if (!isKey(publicKey, 65) || !isKey(privateKey, 32) || typeof contact !== "string") {
    throw unusable(path, new Error("it holds no publicKey, privateKey and contact"));
  }
  checkContact(contact);
  return { publicKey, privateKey, contact };
}

/** Of the curve P-256; the public key is a point, uncompressed. */
function generate(): Omit<PushKeys, "contact"> {
  const { x, y, d } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
    .export({ format: "jwk" });
  const point = [Buffer.of(4), Buffer.from(x!, "base64url"), Buffer.from(y!, "base64url")];
  return { publicKey: Buffer.concat(point).toString("base64url"), privateKey: d! };
}

function isKey(value: unknown, bytes: number): value is string {
  return typeof value === "string" && /^[\w-]+$/.test(value) &&
    value.length === Math.ceil(bytes * 4 / 3);
}

function checkContact(contact: string): void {
  if (/^(?:mailto:[^@\s]+@\S+|https:\/\/\S+)$/.test(contact)) return;
  throw new ParleyError(
    "bad-request",
    `${contact} is no contact. Push services want a way to reach you, such as mailto:you@example.org.`,
  );
}

function unusable(path: string, error: unknown): ParleyError {
  const reason = (error as Error).message;
  return new ParleyError(
    "bad-request",
    `The keys for Web Push in ${path} can't be used: ${reason}. Make some: parley-server push-keys FILE.`,
  );
}
