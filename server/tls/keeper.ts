/**
 * Keeps who the server is in TLS, from its start on, and renews it when asked to.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { type CertificateFacts, factsOf, type Identity } from "./identity.ts";
import { type IdentitySource, identitySource, type TlsOptions } from "./source.ts";

const logger = getLogger(["parley", "tls"]);

export class IdentityKeeper {
  readonly #source: IdentitySource | undefined;
  readonly #show: (identity: Identity) => void;
  #identity: Identity | undefined;

  /**
   * @param folder the data folder.
   * @param show called with each new identity but the first.
   * @throws {ParleyError} `bad-request` if the options contradict one another.
   */
  constructor(options: TlsOptions, folder: string, show: (identity: Identity) => void) {
    this.#source = identitySource(options, folder, () => void this.renew());
    this.#show = show;
  }

  /** Undefined without TLS. */
  get identity(): Identity | undefined {
    return this.#identity;
  }

  get certificate(): CertificateFacts | undefined {
    return this.#identity && factsOf(this.#identity);
  }

  /** @throws {ParleyError} what is wrong with the certificate or its key. */
  async open(): Promise<void> {
    this.#identity = await this.#source?.read();
  }

  /** Reads certificate and key anew: handshakes from now on see it. If it is broken, the one before stays. */
  async renew(): Promise<void> {
    if (!this.#source) return logger.info("There is no certificate to read anew: TLS is off");
    try {
      this.#identity = await this.#source.read();
    } catch (error) {
      const reason = (error as Error).message;
      return logger.error("The certificate stays the one before. {reason}", { reason });
    }
    this.#show(this.#identity);
    const { fingerprint, validTo } = this.certificate!;
    logger.info("New connections see the certificate {fingerprint}, valid until {end}", {
      fingerprint,
      end: validTo.toISOString(),
    });
  }

  async close(): Promise<void> {
    await this.#source?.close?.();
  }
}
