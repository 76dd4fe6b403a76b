/**
 * Asks over HTTP with exactly the headers that are given: a browser's, a proxy's, an attacker's.
 * @module
 */
import assert from "node:assert/strict";
import { rawRequest } from "../support/raw_http.ts";

export type Headers = Record<string, string | undefined>;

export interface Asking {
  method?: string;
  headers?: Headers;
  body?: unknown;
}

/** Asks with exactly these headers; a browser's `fetch` would not let one say some of them. */
export async function ask(
  port: number,
  path: string,
  { method = "GET", headers = {}, body }: Asking,
) {
  const text = body === undefined ? "" : JSON.stringify(body);
  const lines = Object.entries({
    Host: `127.0.0.1:${port}`,
    Connection: "close",
    "Content-Length": String(text.length),
    ...headers,
  }).flatMap(([name, value]) => value === undefined ? [] : [`${name}: ${value}\r\n`]).join("");
  const answer = await rawRequest(
    port,
    `${method} ${path} HTTP/1.1\r\n${lines}\r\n${text}`,
  );
  assert.ok(answer);
  const json = /json$/.test(answer.header("content-type") ?? "");
  return { ...answer, json: json ? JSON.parse(answer.body) : undefined };
}
