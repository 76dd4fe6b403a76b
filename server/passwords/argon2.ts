/**
 * Hashes passwords with Argon2id.
 * @module
 */
import { randomBytes } from "node:crypto";
import { argon2id, argon2Verify } from "hash-wasm";
import { NOBODYS, PARAMETERS } from "./parameters.ts";

/** What was done since the start. */
export const counters = { hashes: 0 };

/** NFC: the same password typed on another keyboard gives the same bytes (RFC 8265 §4.2). */
function prepare(password: string): string {
  return password.normalize("NFC");
}

/** @returns a PHC string. */
export function hashPassword(password: string): Promise<string> {
  counters.hashes++;
  return argon2id({
    ...PARAMETERS,
    password: prepare(password),
    salt: randomBytes(16),
    outputType: "encoded",
  });
}

/** True if `hash` is of this password; without a `hash` false, after the same work. */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  counters.hashes++;
  const right = await argon2Verify({ password: prepare(password), hash: hash ?? NOBODYS });
  return right && hash !== undefined;
}
