/**
 * Reads what handlers need from a request: body, bearer token, the person signed in.
 * @module
 */
import type { Context } from "hono";
import * as v from "valibot";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { describeIssue } from "../../../shared/protocol/mod.ts";
import type { Gateway, SignedIn } from "../gateway.ts";
import { cookieToken, hasForeignCookie } from "./session_cookie.ts";

/** What the listener gives along with a request. */
export interface Env {
  Bindings: { address: string };
}

/** The body as text. @throws {ParleyError} `too-large`, `bad-request` if it was cut off. */
export async function readText(c: Context<Env>): Promise<string> {
  const text = await c.req.text().catch((error) => {
    if (error instanceof ParleyError) throw error;
    throw new ParleyError("bad-request", "The body was cut off.");
  });
  if (text.length <= limits.bodyBytes) return text;
  throw new ParleyError("too-large", `The body is larger than ${limits.bodyBytes} bytes.`);
}

/** The body as JSON; `{}` if there is none. @throws {ParleyError} `bad-request`, `too-large`. */
export async function readJson(c: Context<Env>): Promise<unknown> {
  const text = await readText(c);
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ParleyError("bad-request", "The body is not JSON.");
  }
}

/** The body, checked. @throws {ParleyError} `bad-request` that names the field. */
export async function readBody<S extends v.GenericSchema>(
  c: Context<Env>,
  schema: S,
): Promise<v.InferOutput<S>> {
  const result = v.safeParse(schema, await readJson(c));
  if (result.success) return result.output;
  throw new ParleyError("bad-request", describeIssue("body", result.issues));
}

/**
 * The session's token: as a bearer token (RFC 6750 §2.1), or in the cookie of a page of this server.
 *
 * @throws {ParleyError} `not-signed-in` if there is none, `forbidden` for a cookie that another's page sent.
 */
export function tokenOf(c: Context<Env>): string {
  const authorization = c.req.header("authorization");
  const match = /^Bearer +([\w-]+)$/i.exec(authorization ?? "");
  if (match) return match[1];
  const cookie = authorization === undefined ? cookieToken(c.req.raw) : undefined;
  if (cookie !== undefined) return cookie;
  if (authorization === undefined && hasForeignCookie(c.req.raw)) {
    throw new ParleyError(
      "forbidden",
      "A cookie counts only from a page of this server. Send a token as Authorization: Bearer.",
    );
  }
  throw new ParleyError(
    "not-signed-in",
    "This needs a session. Log in at POST /v1/sessions and send its token as Authorization: Bearer.",
  );
}

/** Who asks. @throws {ParleyError} `not-signed-in`. */
export async function signedInOf(c: Context<Env>, gateway: Gateway): Promise<SignedIn> {
  const found = await gateway.signIn(tokenOf(c));
  if (found) return found;
  throw new ParleyError(
    "not-signed-in",
    "This session is unknown, expired or ended. Log in again.",
  );
}
