/**
 * The address of a server as a person writes it.
 * @module
 */
import { ParleyError } from "../errors.ts";

/**
 * Reads the URL of a server.
 *
 * @param input `http:`, `https:`, `ws:` or `wss:`, with a path if the server sits behind one.
 * @returns the base URL: `http:` or `https:`, without a slash at its end.
 * @throws {ParleyError} `bad-request`, with the corrected URL where one can be guessed.
 */
export function parseServerUrl(input: string): string {
  const text = input.trim();
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw bad(`has no scheme`, input, withScheme(text));
  const url = URL.parse(text);
  if (!url || url.hostname === "") throw bad("is not a URL", input);
  const scheme = url.protocol.replace(/^ws/, "http");
  if (scheme !== "http:" && scheme !== "https:") {
    throw bad(`has a scheme that Parley doesn't speak`, input, `https://${url.host}`);
  }
  if (url.username || url.password) throw bad("holds a user or password, use --user,", input);
  if (url.search || url.hash) throw bad("holds more than scheme, host, port and path", input);
  return `${scheme}//${url.host}${url.pathname.replace(/\/+$/, "")}`;
}

function bad(problem: string, input: string, better?: string): ParleyError {
  const next = better ? `Write ${better}` : "Write it like https://chat.example.org";
  return new ParleyError("bad-request", `The server's URL "${input}" ${problem}. ${next}`);
}

/** What is meant by a URL without a scheme: `http` on this machine or an address, else `https`. */
export function withScheme(text: string): string | undefined {
  const https = URL.parse(`https://${text}`);
  if (text === "" || !https) return undefined;
  const host = https.hostname;
  const near = host === "localhost" || host.startsWith("[") || /^[\d.]+$/.test(host);
  return `${near ? "http" : "https"}://${text}`;
}
