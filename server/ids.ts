/**
 * Makes the ids of accounts, rooms and what belongs to them, and the secrets: tokens and invitation codes.
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash, randomBytes } from "node:crypto";

/** Crockford's base32: no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `length` random characters of base32, five bits each. */
function randomBase32(length: number): string {
  let id = "";
  for (const byte of randomBytes(length)) id += ALPHABET[byte & 31];
  return id;
}

/** 80 random bits behind the letter of its kind. Upper case: a name's key never equals an id. */
export function newId(kind: "U" | "R" | "S" | "T" | "H" | "I"): string {
  return kind + randomBase32(16);
}

/** A session token, or a webhook's secret: 256 random bits, in the alphabet of base64url. */
export function newToken(): string {
  return Buffer.from(randomBytes(32)).toString("base64url");
}

/** An invitation's code, to be read out and typed: 60 random bits. */
export function newInvitationCode(): string {
  return randomBase32(12).replace(/(.{4})(?=.)/g, "$1-");
}

/** The code that a person means: any letter case, any separators, O for 0, I and L for 1. */
export function readInvitationCode(typed: string): string {
  const code = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  return code.replaceAll("O", "0").replace(/[IL]/g, "1").replace(/(.{4})(?=.)/g, "$1-");
}

/** SHA-256 of a secret, in hexadecimal: what the store keeps of it. Enough, since secrets are random. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
