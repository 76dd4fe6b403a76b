/**
 * Which terminals show links (OSC 8).
 * @module
 */

/**
 * A terminal that doesn't know the sequence drops it, and shows the text; the few that print it are left
 * out: the Linux console, GNU screen, what is no terminal of our time.
 *
 * @param env the environment.
 */
export function detectLinks(env: Readonly<Record<string, string | undefined>>): boolean {
  const term = env.TERM ?? "";
  return !env.STY && !["", "dumb", "linux"].includes(term) && !/^(vt|screen$|cons)/.test(term);
}
