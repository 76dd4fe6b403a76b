/**
 * Reads a refusal over HTTP: problem details (RFC 9457), or what something else than Parley answers.
 * @module
 */
import * as v from "valibot";
import { isErrorCode, ParleyError } from "../errors.ts";

const Problem = v.object({
  code: v.string(),
  detail: v.string(),
  retryAfter: v.optional(v.number()),
});

/** Status codes of a proxy whose server is away or overloaded for now. */
const PASSING = new Set([429, 502, 503, 504]);

/** The error that an answer with a status outside 200–299 tells. */
export function parseProblem(server: string, response: Response, text: string): ParleyError {
  const problem = v.safeParse(v.pipe(v.string(), v.parseJson(), Problem), text);
  if (problem.success) {
    const { code, detail, retryAfter } = problem.output;
    return new ParleyError(isErrorCode(code) ? code : "internal", detail, retryAfter);
  }
  if (PASSING.has(response.status)) {
    const seconds = Number(response.headers.get("retry-after") ?? NaN);
    return new ParleyError(
      "unavailable",
      `The server at ${server} can't be reached at the moment (HTTP ${response.status}). Try again.`,
      Number.isFinite(seconds) ? seconds : undefined,
    );
  }
  return notParley(server, response.status, response.headers.get("location"));
}

/** Something answers, but it is no Parley server. */
export function notParley(server: string, status: number, location?: string | null): ParleyError {
  const moved = location ? ` It points to ${location}.` : "";
  return new ParleyError(
    "unreachable",
    `What answers at ${server} is not a Parley server (HTTP ${status}).${moved} Check the URL ` +
      `after --server.`,
  );
}
