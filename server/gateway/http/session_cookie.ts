/**
 * The cookie that a browser's session is in, out of reach of the page's scripts.
 * @module
 */
import { parse, serialize } from "hono/utils/cookie";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { isOwnPage } from "./origin.ts";

/** Browsers take a name that begins so only from the very host, and only with `Secure`. */
const NAME = "__Host-parley-session";
/** On one's own machine, without HTTPS. */
const LOCAL_NAME = "parley-session";
const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

function isLocal({ headers }: Request): boolean {
  return LOCAL_HOST.test(headers.get("host") ?? "");
}

/** The header that gives a browser its session. */
export type CookieMaker = (token: string) => string;

/**
 * Judges whether a page may have its session in a cookie, before the session is made.
 *
 * @throws {ParleyError} `forbidden` if the page is not the server's own, `bad-request` without HTTPS.
 */
export function cookieMaker(request: Request): CookieMaker {
  const origin = request.headers.get("origin") ?? "";
  if (!isOwnPage(request) || origin === "") {
    throw new ParleyError(
      "forbidden",
      "A cookie is for a page of this server alone. Leave out cookie, and keep the token.",
    );
  }
  const secure = origin.startsWith("https:");
  if (!secure && !isLocal(request)) {
    throw new ParleyError(
      "bad-request",
      "Without HTTPS a cookie would cross the network in the clear. Open this page by https.",
    );
  }
  return (token) => headerOf(secure, token, limits.sessionTime / 1000);
}

/** The headers that make a browser forget its session. */
export function clearedCookies(request: Request): string[] {
  return isLocal(request) ? [headerOf(true, "", 0), headerOf(false, "", 0)] : [
    headerOf(true, "", 0),
  ];
}

/** The session that a browser sends along, if a page of this very server made it do so. */
export function cookieToken(request: Request): string | undefined {
  const cookie = request.headers.get("cookie");
  return cookie !== null && isOwnPage(request) ? tokenIn(cookie, request) : undefined;
}

/** True if there is a session in a cookie that doesn't count: another's page may have sent it. */
export function hasForeignCookie(request: Request): boolean {
  const cookie = request.headers.get("cookie");
  return cookie !== null && !isOwnPage(request) && tokenIn(cookie, request) !== undefined;
}

function tokenIn(cookie: string, request: Request): string | undefined {
  const found = parse(cookie);
  return found[NAME] ?? (isLocal(request) ? found[LOCAL_NAME] : undefined);
}

function headerOf(secure: boolean, token: string, maxAge: number): string {
  const name = secure ? NAME : LOCAL_NAME;
  return serialize(name, token, {
    httpOnly: true,
    secure,
    sameSite: "Strict",
    path: "/",
    maxAge: Math.min(maxAge, 34560000),
  });
}
