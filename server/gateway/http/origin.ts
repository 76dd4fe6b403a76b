/**
 * Whose pages speak here: the `Origin` that a browser says, judged against the server's own address.
 * @module
 */
import { refusal } from "../listener/refusal.ts";

/** Where a request's page is from; `none`: no browser's page sent it, or one of this very origin. */
export type PageOrigin = "none" | "own" | "foreign";

/** Judges `Origin` by `Host`: which of the two schemes it is, only a proxy before this server knows. */
export function pageOriginOf({ headers }: Request): PageOrigin {
  const origin = headers.get("origin");
  if (origin === null) return "none";
  const host = headers.get("host") ?? "";
  if (!/^https?:\/\/[^/]+$/i.test(origin) || !URL.canParse(origin)) return "foreign";
  const { protocol, host: theirs } = new URL(origin);
  const ours = `${protocol}//${host}`;
  return URL.canParse(ours) && new URL(ours).host === theirs ? "own" : "foreign";
}

/**
 * True if the browser says that a page of this very server asks. Only then a cookie counts: it comes
 * with whatever a browser sends here, whoever's page made it do so.
 */
export function isOwnPage(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = pageOriginOf(request);
  return origin === "own" || (origin === "none" && site === "same-origin");
}

/** The answer that refuses a WebSocket to pages of others; what is no page has no `Origin`. */
export function refuseOrigin(request: Request, allowed: readonly string[]): Response | undefined {
  const isWelcome = pageOriginOf(request) !== "foreign" ||
    allowed.includes(request.headers.get("origin")!);
  if (isWelcome) return undefined;
  return refusal(
    403,
    "forbidden",
    "This page may not connect here. The server's operator can let it: --allowed-origin.",
  );
}
