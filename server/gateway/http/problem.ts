/**
 * Errors as HTTP sees them: problem details (RFC 9457).
 * @module
 */
import { STATUS_CODES } from "node:http";
import { ERROR_CODES, type ParleyError } from "../../../shared/errors.ts";

/** An error's response; `code` is ours, besides the RFC's fields. `status` is mostly the code's own. */
export function problemDetails(
  status: number,
  error: Pick<ParleyError, "code" | "message" | "retryAfter">,
  headers: Record<string, string> = {},
): Response {
  const body = {
    type: "about:blank",
    title: STATUS_CODES[status],
    status,
    detail: error.message,
    code: error.code,
    retryAfter: error.retryAfter,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
  });
}

/** The response for an error that a handler threw. */
export function problem(error: ParleyError): Response {
  const { status } = ERROR_CODES[error.code];
  const headers: Record<string, string> = {};
  if (error.retryAfter !== undefined) headers["retry-after"] = `${Math.ceil(error.retryAfter)}`;
  if (status === 401) headers["www-authenticate"] = "Bearer";
  return problemDetails(status, error, headers);
}
