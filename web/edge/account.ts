/**
 * Signing in and out over HTTP. The session is in a cookie that no script can read; where the page came
 * without HTTPS there can be none, and its token is kept instead.
 * @module
 */
import * as v from "valibot";
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { parseProblem } from "../../shared/net/problem.ts";
import { OwnProfile, Person } from "../../shared/protocol/mod.ts";
import type { ServerInfo } from "../app/state.ts";

const SignedIn = v.object({ account: Person, token: v.optional(v.string()) });
export type SignedIn = v.InferOutput<typeof SignedIn>;

const Info = v.object({
  registration: v.picklist(["open", "invite", "closed"]),
  guests: v.boolean(),
});

export type Credentials =
  | { kind: "log-in"; name: string; password: string }
  | { kind: "register"; name: string; password: string; invitation?: string }
  | { kind: "guest"; name?: string };

const PATHS = { "log-in": "/v1/sessions", register: "/v1/accounts", guest: "/v1/guests" } as const;

interface Call {
  method?: "POST" | "DELETE";
  token?: string;
  body?: unknown;
}

/** @throws {ParleyError} the server's refusal, or `unreachable`. */
async function call(path: string, { method, token, body }: Call = {}): Promise<unknown> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(limits.answerTime),
    });
    text = await response.text();
  } catch (cause) {
    const message = "The server can't be reached. Check the network, and try again.";
    throw new ParleyError("unreachable", message, undefined, { cause });
  }
  if (!response.ok) throw parseProblem(location.origin, response, text);
  return text === "" ? undefined : JSON.parse(text);
}

/** @throws {ParleyError} */
export async function serverInfo(): Promise<ServerInfo> {
  return v.parse(Info, await call("/v1/server"));
}

/** Who is signed in on this browser. @throws {ParleyError} `not-signed-in` if nobody is. */
export async function whoAmI(token: string | undefined): Promise<Person> {
  return v.parse(v.object({ account: OwnProfile }), await call("/v1/me", { token })).account;
}

/** @throws {ParleyError} with the reason, for people. */
export async function signIn({ kind, ...fields }: Credentials): Promise<SignedIn> {
  const body = { ...fields, ...(isSecureContext && { cookie: true }) };
  return v.parse(SignedIn, await call(PATHS[kind], { method: "POST", body }));
}

export async function signOut(token: string | undefined): Promise<void> {
  await call("/v1/sessions/current", { method: "DELETE", token });
}
