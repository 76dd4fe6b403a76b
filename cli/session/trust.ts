/**
 * Whom to believe: the transport to a server. Where no authority vouches for its certificate, a person is
 * asked the first time, and later only that certificate will do.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { platformTransport, type Transport } from "../../shared/net/transport.ts";
import type { Context } from "../commands/context.ts";
import type { Certificate } from "./certificate.ts";
import { KnownServers } from "./known_servers.ts";
import { defaultSessionPath } from "./path.ts";

/** Only when it is needed, by few: it takes along what Node's TLS consists of. */
const loadCertificate = () => import("./certificate.ts");

/** The known servers, beside the session file. */
export function knownServers(context: Context, session: string | undefined): KnownServers {
  return new KnownServers(session ?? defaultSessionPath(context.env, context.platform));
}

/** @param session path of the session file, if one was named. */
export async function transportTo(
  server: string,
  context: Context,
  session: string | undefined,
): Promise<Transport> {
  if (!server.startsWith("https:")) return platformTransport;
  // With a token, a program needs no home; then there is nothing that it could know.
  const { HOME, USERPROFILE } = context.env;
  if (session === undefined && !HOME && !USERPROFILE) return platformTransport;
  const known = knownServers(context, session);
  const fingerprint = await known.fingerprint(server);
  if (fingerprint !== undefined) {
    return await (await loadCertificate()).pinnedTransport(server, fingerprint);
  }
  return new AskingTransport(server, (certificate) => accept(certificate, server, known, context));
}

/** The platform's, until a certificate turns out to be one that a person has to judge. */
class AskingTransport implements Transport {
  #transport = platformTransport;

  /** @param accept throws if the certificate is not to be believed. */
  constructor(
    readonly server: string,
    readonly accept: (certificate: Certificate) => Promise<void>,
  ) {}

  async fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#transport.fetch(url, init);
    } catch (error) {
      if (this.#transport !== platformTransport) throw error;
      const { certificateOf, pinnedTransport } = await loadCertificate();
      const certificate = await certificateOf(this.server);
      if (certificate === undefined || certificate.trusted) throw error;
      await this.accept(certificate);
      this.#transport = await pinnedTransport(this.server, certificate.fingerprint);
      // The time to answer has run out while a person thought, and nothing was sent before.
      const signal = AbortSignal.timeout(limits.answerTime);
      return await this.#transport.fetch(url, { ...init, signal });
    }
  }

  open(url: string, protocol: string): WebSocket {
    return this.#transport.open(url, protocol);
  }
}

async function accept(
  { fingerprint }: Certificate,
  server: string,
  known: KnownServers,
  context: Context,
): Promise<void> {
  const what = `No authority that this machine knows vouches for the certificate of ${server}.`;
  const which = `Its fingerprint (SHA-256) is ${fingerprint}`;
  const refuse = (why: string) =>
    new ParleyError(
      "conflict",
      `${what} ${which} ${why} If it is the one that the server's operator names: ` +
        `parley trust --server ${server} --fingerprint ${fingerprint}`,
    );
  if (!context.canAsk) throw refuse("Nobody can be asked here whether that is right.");
  const ask = await context.prompter();
  ask.note(`${what} ${which}`);
  if (!await ask.confirm("Is that what the server's operator told you? It is remembered then.")) {
    throw refuse("You did not accept it.");
  }
  await known.put(server, fingerprint);
}
