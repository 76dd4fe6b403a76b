/**
 * Where the server's identity in TLS is from, as its options say.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Config } from "../config/options.ts";
import { type Identity, readIdentity } from "./identity.ts";
import { ownIdentity } from "./self_signed.ts";

export type TlsOptions = Pick<Config, "tls" | "tlsCert" | "tlsKey" | "host">;

/** Reads the identity as it is by now. @throws {ParleyError} what is wrong with it. */
export type ReadIdentity = () => Promise<Identity>;

/**
 * @param folder the data folder.
 * @returns nothing if the server speaks no TLS.
 * @throws {ParleyError} `bad-request` if the options contradict one another.
 */
export function identitySource(options: TlsOptions, folder: string): ReadIdentity | undefined {
  const { tls, tlsCert: cert, tlsKey: key, host } = options;
  checkTlsOptions(options);
  if (cert !== undefined && key !== undefined) return () => readIdentity({ cert, key }, Date.now());
  return tls === "self-signed" ? () => ownIdentity(folder, host, Date.now()) : undefined;
}

/** @throws {ParleyError} `bad-request` if the options contradict one another. */
export function checkTlsOptions({ tls, tlsCert, tlsKey }: TlsOptions): void {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const [given, missing] = tlsCert === undefined ? ["key", "cert"] : ["cert", "key"];
    throw new ParleyError(
      "bad-request",
      `--tls-${given} is given without --tls-${missing}. Name the file of the ${
        missing === "key" ? "certificate's private key" : "key's certificate"
      } with --tls-${missing}.`,
    );
  }
  if (tls === "self-signed" && tlsCert !== undefined) {
    throw new ParleyError(
      "bad-request",
      "--tls self-signed and --tls-cert are two certificates. Leave one of them out.",
    );
  }
}
