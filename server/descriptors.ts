/**
 * How many connections the operating system lets this process have.
 * @module
 */
import { closeSync, openSync } from "node:fs";
import process from "node:process";

/** Descriptors for files, threads and requests besides the connections of clients. */
const RESERVE = 200;

/**
 * The most connections that are safe, `wanted` at the most. At the limit of descriptors accepting would
 * stall for good, also after others have closed; so the listeners refuse connections well before.
 *
 * No permission short of all lets a program ask for the limit, so this tries: it opens as many files
 * (the program's own, some thousands in a few milliseconds) and closes them again.
 */
export function safeConnections(
  wanted: number,
  open = () => openSync(process.execPath, "r"),
): number {
  const opened: number[] = [];
  try {
    while (opened.length < wanted + RESERVE) opened.push(open());
  } catch {
    // The limit is found.
  } finally {
    opened.forEach((descriptor) => closeSync(descriptor));
  }
  return Math.max(1, Math.min(wanted, opened.length - RESERVE));
}
