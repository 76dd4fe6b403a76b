/**
 * The HTTP answers that a listener gives by itself, without asking the gateway.
 * @module
 */
import type { ErrorCode } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { problemDetails } from "../http/problem.ts";
import { SECURITY_HEADERS } from "../http/security_headers.ts";

/** An error as problem details (RFC 9457), as all of Parley's. The connection does not outlive it. */
export function refusal(
  status: number,
  code: ErrorCode,
  detail: string,
  headers: Record<string, string> = {},
): Response {
  return problemDetails(status, { code, message: detail }, {
    ...SECURITY_HEADERS,
    connection: "close",
    ...headers,
  });
}

export function bodyTooLarge(): Response {
  return refusal(413, "too-large", `The body is longer than ${limits.bodyBytes} bytes.`);
}

/** A request that is HTTP but can't be made sense of, such as one with a broken `Host`. */
export function badRequest(): Response {
  return refusal(400, "bad-request", "The request's target, method or headers are not valid HTTP.");
}
