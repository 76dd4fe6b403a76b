/**
 * Where the server's identity in TLS is from, as its options say.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Config } from "../config/options.ts";
import { readCertificates } from "../hooks/certificates.ts";
import { AcmeCertificate } from "./acme.ts";
import { type Identity, readIdentity } from "./identity.ts";
import { ownIdentity } from "./self_signed.ts";

export type TlsOptions = Pick<
  Config,
  | "tls"
  | "tlsCert"
  | "tlsKey"
  | "host"
  | "outgoingCa"
  | `acme${"Domain" | "Email" | "Directory" | "Port"}`
>;

export interface IdentitySource {
  /** The identity as it is by now. @throws {ParleyError} what is wrong with it. */
  read(): Promise<Identity>;
  close?(): Promise<void>;
}

/**
 * @param folder the data folder.
 * @param renewed called when the source itself has got another identity.
 * @returns nothing if the server speaks no TLS.
 * @throws {ParleyError} `bad-request` if the options contradict one another.
 */
export function identitySource(
  options: TlsOptions,
  folder: string,
  renewed: () => void,
): IdentitySource | undefined {
  const { tls, tlsCert: cert, tlsKey: key, host, outgoingCa } = options;
  checkTlsOptions(options);
  if (cert !== undefined && key !== undefined) {
    return { read: () => readIdentity({ cert, key }, Date.now()) };
  }
  if (options.acmeDomain.length > 0) {
    return new AcmeCertificate({
      domains: options.acmeDomain,
      email: options.acmeEmail,
      directory: options.acmeDirectory,
      ca: outgoingCa === undefined ? undefined : readCertificates(outgoingCa),
      host,
      port: options.acmePort,
      folder,
    }, renewed);
  }
  return tls === "self-signed" ? { read: () => ownIdentity(folder, host, Date.now()) } : undefined;
}

/** @throws {ParleyError} `bad-request` if the options contradict one another. */
export function checkTlsOptions({ tls, tlsCert, tlsKey, acmeDomain }: TlsOptions): void {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const [given, missing] = tlsCert === undefined ? ["key", "cert"] : ["cert", "key"];
    throw new ParleyError(
      "bad-request",
      `--tls-${given} is given without --tls-${missing}. Name the file of the ${
        missing === "key" ? "certificate's private key" : "key's certificate"
      } with --tls-${missing}.`,
    );
  }
  const given = [
    ...(tls === "self-signed" ? ["--tls self-signed"] : []),
    ...(tlsCert !== undefined ? ["--tls-cert"] : []),
    ...(acmeDomain.length > 0 ? ["--acme-domain"] : []),
  ];
  if (given.length > 1) {
    throw new ParleyError(
      "bad-request",
      `${given.join(" and ")} are two certificates. Leave one of them out.`,
    );
  }
}
