/**
 * The headers of every answer: what a browser may make of it.
 * @module
 */

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  // Answers are data: shown as a page, they load nothing, run nothing and stand in nobody's frame.
  "content-security-policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  // Paths hold webhooks' secrets.
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};
