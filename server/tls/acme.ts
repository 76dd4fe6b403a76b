/**
 * Certificates by ACME (RFC 8555): ordered, proved by HTTP-01, kept in the data folder, renewed in time.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { join } from "node:path";
import process from "node:process";
import { ParleyError } from "../../shared/errors.ts";
import { writePrivate } from "../private_file.ts";
import { ChallengeServer } from "./challenges.ts";
import { factsOf, type Identity, judgeIdentity } from "./identity.ts";
import { split, TLS_FOLDER } from "./self_signed.ts";

const logger = getLogger(["parley", "tls"]);

export interface AcmeOptions {
  domains: readonly string[];
  email: string | undefined;
  /** URL of the authority's directory. */
  directory: string;
  /** Certificates (PEM) to trust where that is. */
  ca: string | undefined;
  host: string;
  /** Where the authority looks for the answers: 80, if nothing hands it on. */
  port: number;
  /** The data folder. */
  folder: string;
}

/** A certificate is renewed when less than this part of its time is left. */
const RENEW_AT = 1 / 3;

/** Milliseconds after a failed renewal until the next try: doubled each time. */
export const FIRST_RETRY = 60_000;
export const LAST_RETRY = 12 * 3_600_000;
/** Node's timers take no longer time than this. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Runs something once, after a while. @returns takes that back. */
export type After = (run: () => Promise<void>, milliseconds: number) => () => void;

function after(run: () => Promise<void>, milliseconds: number): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
}

export class AcmeCertificate {
  readonly #options: AcmeOptions;
  readonly #challenges: ChallengeServer;
  readonly #renewed: () => void;
  readonly #after: After;
  #cancel = () => {};
  #retry = FIRST_RETRY;
  #closed = false;

  /** @param renewed called when there is another certificate. */
  constructor(options: AcmeOptions, renewed: () => void, later: After = after) {
    this.#after = later;
    this.#options = options;
    this.#renewed = renewed;
    this.#challenges = new ChallengeServer(options.host, options.port);
  }

  /**
   * The certificate that is kept, if it is for these names and not over; else a new one.
   *
   * @throws {ParleyError} `unavailable` if none can be had.
   */
  async read(): Promise<Identity> {
    await this.#challenges.open();
    const identity = await this.#kept() ?? await this.#order();
    this.#schedule(identity);
    return identity;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    await this.#challenges.close();
  }

  #path(name: string): string {
    return join(this.#options.folder, TLS_FOLDER, name);
  }

  async #kept(): Promise<Identity | undefined> {
    const path = this.#path("acme.pem");
    try {
      const identity = split(readFileSync(path, "utf8"));
      const { names } = factsOf(identity);
      const isFor = this.#options.domains.every((domain) =>
        names.split(", ").includes(`DNS:${domain}`)
      );
      return isFor
        ? await judgeIdentity(identity, { cert: path, key: path }, Date.now())
        : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
        logger.warning("A new certificate is ordered: {reason}", {
          reason: (error as Error).message,
        });
      }
      return undefined;
    }
  }

  #schedule(identity: Identity): void {
    const { validFrom, validTo } = factsOf(identity);
    const lifetime = validTo.getTime() - validFrom.getTime();
    this.#wait(validTo.getTime() - lifetime * RENEW_AT - Date.now());
  }

  #wait(milliseconds: number): void {
    this.#cancel();
    if (this.#closed) return;
    const wait = Math.max(1_000, Math.min(milliseconds, LONGEST_TIMER));
    this.#cancel = this.#after(() => this.#renew(), wait);
  }

  async #renew(): Promise<void> {
    try {
      await this.#order();
      this.#retry = FIRST_RETRY;
      if (!this.#closed) this.#renewed();
    } catch (error) {
      const reason = (error as Error).message;
      logger.error("{reason} The next try is in {seconds} s; the certificate stays until then.", {
        reason,
        seconds: this.#retry / 1000,
      });
      this.#wait(this.#retry);
      this.#retry = Math.min(2 * this.#retry, LAST_RETRY);
    }
  }

  async #order(): Promise<Identity> {
    const { domains, email, directory, ca } = this.#options;
    try {
      const acme = await loadClient(ca);
      const { client, crypto } = { client: acme.Client, crypto: acme.crypto };
      const account = new client({
        directoryUrl: directory,
        accountKey: await this.#accountKey(acme),
      });
      const [key, csr] = await crypto.createCsr(
        { commonName: domains[0], altNames: [...domains] },
        await crypto.createPrivateEcdsaKey(),
      );
      const cert = await account.auto({
        csr,
        email,
        termsOfServiceAgreed: true,
        challengePriority: ["http-01"],
        // The authority's look counts; from here the name may lead elsewhere.
        skipChallengeVerification: true,
        challengeCreateFn: (_authorization, { token }, answer) => {
          this.#challenges.put(token, answer);
          return Promise.resolve();
        },
        challengeRemoveFn: (_authorization, { token }) => {
          this.#challenges.remove(token);
          return Promise.resolve();
        },
      });
      const identity = await judgeIdentity(
        { cert, key: key.toString() },
        { cert: "The new certificate", key: "the new key" },
        Date.now(),
      );
      writePrivate(this.#path("acme.pem"), `${identity.key.trim()}\n${identity.cert}`);
      return identity;
    } catch (error) {
      // The library stumbles over an answer that there isn't.
      const reason = error instanceof TypeError ? "it gives no answer" : (error as Error).message;
      throw new ParleyError(
        "unavailable",
        `No certificate for ${
          domains.join(", ")
        } could be had from ${directory}: ${reason}. The name has to lead here, and port ${this.#options.port} to be reached from the internet as 80.`,
        undefined,
        { cause: error },
      );
    }
  }

  /** The key of the account with the authority: made once. */
  async #accountKey(acme: typeof import("acme-client")): Promise<string> {
    const path = this.#path("acme-account.pem");
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      const key = (await acme.crypto.createPrivateEcdsaKey()).toString();
      writePrivate(path, key);
      return key;
    }
  }
}

/** Loaded only where it is needed. Its logging looks into the whole environment, which is none of its business. */
async function loadClient(ca: string | undefined): Promise<typeof import("acme-client")> {
  const { env } = process;
  process.env = {};
  try {
    const { default: acme } = await import("acme-client");
    acme.axios.defaults.proxy = false;
    // Its own choice lets an authority that can't be reached show after more than a minute.
    const { acmeSettings } = acme.axios.defaults as { acmeSettings?: { retryMaxAttempts: number } };
    if (acmeSettings) acmeSettings.retryMaxAttempts = 1;
    if (ca !== undefined) acme.axios.defaults.httpsAgent = new Agent({ ca });
    return acme;
  } finally {
    process.env = env;
  }
}
