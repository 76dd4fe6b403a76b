/**
 * The one error type that crosses a boundary, and the one table of its codes.
 *
 * A code is part of the protocol: clients and scripts branch on it, people read the message.
 * @module
 */

/** What each code means to HTTP clients (`status`) and to shell scripts (`exit`). */
export const ERROR_CODES = {
  "bad-request": { status: 400, exit: 2 },
  "not-signed-in": { status: 401, exit: 4 },
  "wrong-password": { status: 401, exit: 4 },
  "forbidden": { status: 403, exit: 4 },
  "guests-off": { status: 403, exit: 4 },
  "registration-closed": { status: 403, exit: 4 },
  "invitation-required": { status: 403, exit: 4 },
  "not-found": { status: 404, exit: 5 },
  "name-taken": { status: 409, exit: 6 },
  "conflict": { status: 409, exit: 6 },
  "too-large": { status: 413, exit: 6 },
  "bad-name": { status: 422, exit: 6 },
  "weak-password": { status: 422, exit: 6 },
  "rate-limited": { status: 429, exit: 7 },
  "internal": { status: 500, exit: 1 },
  "busy": { status: 503, exit: 7 },
  "unavailable": { status: 503, exit: 7 },
  "unreachable": { status: 503, exit: 3 },
} as const satisfies Record<string, { status: number; exit: number }>;

/** A code of {@linkcode ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** True if `code` is one that this version knows. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

/**
 * An expected failure. Its message is meant for a person: what happened, what was expected, what to
 * do next. Anything else that is thrown is a defect and reaches nobody but the log.
 */
export class ParleyError extends Error {
  override readonly name = "ParleyError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Seconds to wait before trying again, where waiting helps. */
    readonly retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The error itself if it is a {@linkcode ParleyError}, else an `internal` one that tells nothing. */
export function toParleyError(error: unknown): ParleyError {
  if (error instanceof ParleyError) return error;
  return new ParleyError(
    "internal",
    "The server failed to do this. Try again; if it stays, tell its operator.",
    undefined,
    { cause: error },
  );
}
