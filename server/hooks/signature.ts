/**
 * Signs what an outgoing webhook delivers, so that its receiver knows whom it is from.
 * @module
 */
import { createHmac } from "node:crypto";

/**
 * The headers that sign a body: HMAC-SHA-256 with the webhook's secret over `timestamp.body`. The time is
 * signed along so that nobody can send an old delivery again for ever.
 *
 * @param now milliseconds since 1970.
 */
export function signatureHeaders(
  secret: string,
  body: string,
  now: number,
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return { "x-parley-timestamp": timestamp, "x-parley-signature": `sha256=${signature}` };
}
