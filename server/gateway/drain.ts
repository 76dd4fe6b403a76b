/**
 * How all connections are sent away, when the server stops or has missed too much: not all are to come back
 * at once.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import { CLOSE } from "../../shared/protocol/mod.ts";

/**
 * Says bye to all of them. The window in which they come back grows with their number, so that a server
 * that starts again is met by no more of them a second than it can serve.
 *
 * @param random gives numbers from 0 up to, and without, 1.
 */
export function sendAway(
  sessions: ReadonlySet<{ end(code: number, reason: string, after: number): void }>,
  reason: string,
  random = Math.random,
): void {
  const window = Math.max(limits.returnWindow, sessions.size / limits.returnsPerSecond * 1000);
  for (const session of sessions) {
    // Seconds, to the millisecond: more would be digits without a meaning.
    const after = Math.round(limits.returnDelay + random() * window) / 1000;
    session.end(CLOSE.goingAway, reason, after);
  }
}
