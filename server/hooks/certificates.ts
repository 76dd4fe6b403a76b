/**
 * Certificates of the operator's own network, for what is posted there.
 * @module
 */
import { readFileSync } from "node:fs";
import { ParleyError } from "../../shared/errors.ts";

/** @returns PEM. @throws {ParleyError} `bad-request` if the file holds no certificate. */
export function readCertificates(path: string): string {
  try {
    const text = readFileSync(path, "utf8");
    if (!text.includes("-----BEGIN CERTIFICATE-----")) throw new Error("it holds no certificate");
    return text;
  } catch (error) {
    throw new ParleyError(
      "bad-request",
      `The certificates in ${path} can't be used: ${
        (error as Error).message
      }. Name a file in PEM format.`,
    );
  }
}
