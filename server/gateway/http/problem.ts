/**
 * Errors as HTTP sees them: problem details (RFC 9457).
 * @module
 */
import { STATUS_CODES } from "node:http";
import { ERROR_CODES, type ParleyError } from "../../../shared/errors.ts";

/** The response for an error; `code` is ours, besides the RFC's fields. */
export function problem(error: ParleyError): Response {
  const { status } = ERROR_CODES[error.code];
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (error.retryAfter !== undefined) {
    headers.set("retry-after", String(Math.ceil(error.retryAfter)));
  }
  if (status === 401) headers.set("www-authenticate", "Bearer");
  const body = {
    type: "about:blank",
    title: STATUS_CODES[status],
    status,
    detail: error.message,
    code: error.code,
    retryAfter: error.retryAfter,
  };
  return new Response(JSON.stringify(body), { status, headers });
}
