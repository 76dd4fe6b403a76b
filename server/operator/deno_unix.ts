/**
 * HTTP over a Unix socket, by `Deno.serve`: in binaries on bases of Deno 2.6, servers of `node:http` listen
 * on no path.
 * @module
 */

/**
 * Serves at `path`, which must not be there yet.
 *
 * @returns ends it, and all that is under way.
 * @throws {Error} if nothing can listen there.
 */
export function serveAt(path: string, answer: (request: Request) => Promise<Response>): () => void {
  const end = new AbortController();
  Deno.serve({ path, signal: end.signal, onListen() {} }, answer);
  return () => end.abort();
}
