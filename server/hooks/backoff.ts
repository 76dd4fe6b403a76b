/**
 * How long a webhook waits after a delivery that failed.
 * @module
 */
import { limits } from "../../shared/limits.ts";

/**
 * Twice as long after each failure in a row, less a random part of up to half of it: receivers that failed
 * together are not tried together.
 *
 * @param failures 1 or more. @param random 0 ≤ random < 1. @returns milliseconds.
 */
export function retryDelay(failures: number, random: number): number {
  const most = Math.min(limits.hookRetryMost, limits.hookRetryFirst * 2 ** (failures - 1));
  return Math.round(most * (1 - random / 2));
}
