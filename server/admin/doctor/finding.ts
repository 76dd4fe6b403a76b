/**
 * What an examination finds.
 * @module
 */

export interface Finding {
  /** What was looked at, in a word or two. */
  check: string;
  state: "ok" | "warning" | "problem";
  message: string;
  /** What to do. */
  next?: string;
}

export function ok(check: string, message: string): Finding {
  return { check, state: "ok", message };
}

export function warning(check: string, message: string, next: string): Finding {
  return { check, state: "warning", message, next };
}

export function problem(check: string, message: string, next: string): Finding {
  return { check, state: "problem", message, next };
}
