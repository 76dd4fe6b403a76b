/**
 * How many connections the operating system lets this process have.
 * @module
 */
import { readFileSync } from "node:fs";

/** Descriptors for files, workers and requests besides the connections of clients. */
const RESERVE = 200;

/** What to assume where the system doesn't say: what Deno raises macOS's limit to at least. */
const ASSUMED = 10_240;

/** The limit of open files out of the text of Linux's `/proc/self/limits`. */
export function openFilesLimit(limits: string): number {
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  if (soft === undefined) return ASSUMED;
  return soft === "unlimited" ? Infinity : Number(soft);
}

/**
 * The most connections that are safe. At the limit itself, accepting would stall for good, also after
 * others have closed; so the listeners refuse connections well before.
 */
export function safeConnections(): number {
  let text: string;
  try {
    text = readFileSync("/proc/self/limits", "utf8");
  } catch {
    text = "";
  }
  return Math.max(1, openFilesLimit(text) - RESERVE);
}
