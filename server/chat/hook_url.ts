/**
 * Where an outgoing webhook may post to.
 * @module
 */
import { isIP } from "node:net";
import { ParleyError } from "../../shared/errors.ts";
import { isPublicAddress } from "./public_address.ts";

/** The refusal of a URL that leads to the server's own surroundings. */
export function notPublic(host: string): ParleyError {
  return new ParleyError(
    "forbidden",
    `${host} is no public address, and this server may not post to others. Its operator ` +
      "can allow it: --webhooks-to-private on.",
  );
}

/** The URL's host as a name or address to connect to: without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

/**
 * Judges a URL by itself. A name's addresses are judged when it is connected to, each time anew.
 *
 * @param toPrivate whether the operator allows addresses that are not public.
 * @throws {ParleyError} `bad-request`, `forbidden`.
 */
export function checkHookUrl(text: string, toPrivate: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ParleyError("bad-request", "A webhook needs an http: or https: URL.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new ParleyError(
      "bad-request",
      "A webhook's URL may not hold a user or password: deliveries are signed instead.",
    );
  }
  const host = hostOf(url);
  const local = isIP(host) ? !isPublicAddress(host) : /(^|\.)localhost\.?$/.test(host);
  if (local && !toPrivate) throw notPublic(host);
  return url;
}
