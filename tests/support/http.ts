/**
 * The server's HTTP interface for tests: accounts, sessions, guests, and anything else by its path.
 * @module
 */

export const PASSWORD = "correct horse battery";

// deno-lint-ignore no-explicit-any -- tests say themselves what they expect of a body
type Body = any;

export interface Answer {
  status: number;
  headers: Headers;
  body: Body;
}

export interface Account {
  token: string;
  id: string;
  name: string;
}

export interface CallOptions {
  method?: string;
  token?: string;
  body?: unknown;
}

/** Calls `path` of the server at `url`. */
export async function call(url: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { token, body, method = body === undefined ? "GET" : "POST" } = options;
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

/** @throws {Error} with the server's answer if it isn't `status`. */
async function expect(status: number, answer: Promise<Answer>): Promise<Body> {
  const { status: got, body } = await answer;
  if (got === status) return body;
  throw new Error(`Expected HTTP ${status}, got ${got}: ${JSON.stringify(body)}`);
}

async function account(answer: Promise<Answer>): Promise<Account> {
  const { token, account } = await expect(201, answer);
  return { token, id: account.id, name: account.name };
}

export function register(url: string, name: string, password = PASSWORD): Promise<Account> {
  return account(call(url, "/v1/accounts", { body: { name, password } }));
}

export function logIn(url: string, name: string, password = PASSWORD): Promise<Account> {
  return account(call(url, "/v1/sessions", { body: { name, password } }));
}

export function guest(url: string, name?: string): Promise<Account> {
  return account(call(url, "/v1/guests", { body: { name } }));
}

export async function logOut(url: string, token: string): Promise<void> {
  await expect(204, call(url, "/v1/sessions/current", { method: "DELETE", token }));
}

let names = 0;

/** A name that no other test of this file uses. */
export function freshName(stem: string): string {
  return `${stem}${++names}`;
}

/** The whole log of a room, page by page. */
export async function readLog(url: string, token: string, room: string): Promise<Body[]> {
  const events: Body[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const path = `/v1/rooms/${encodeURIComponent(room)}/events?limit=200&after=${after}`;
    const page = await expect(200, call(url, path, { token }));
    events.push(...page.events);
    if (!page.more) return events;
  }
}
