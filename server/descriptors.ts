/**
 * How many connections the operating system lets this process have.
 * @module
 */
import { closeSync, openSync } from "node:fs";
import process from "node:process";
import { limits } from "../shared/limits.ts";

/** Descriptors for files, threads and requests besides the connections of clients. */
const OF_SERVER = 130;

/** … and for each gateway: its own, and the connections that are let in only to be refused. */
const OF_GATEWAY = 10 + limits.refusedConnections;

/** With the root folder ten thousand take 30 ms, with a file deep down three times as long. */
const FILE = process.platform === "win32" ? process.execPath : "/";

/**
 * The most connections that are safe, `wanted` at the most. At the limit of descriptors accepting would
 * stall for good, also after others have closed; so the listeners refuse connections well before.
 *
 * No permission short of all lets a program ask for the limit, so this tries: it opens as many files,
 * always the same one, and closes them again.
 */
export function safeConnections(
  wanted: number,
  gateways: number,
  open = () => openSync(FILE, "r"),
): number {
  const reserve = OF_SERVER + gateways * OF_GATEWAY;
  const opened: number[] = [];
  try {
    while (opened.length < wanted + reserve) opened.push(open());
  } catch {
    // The limit is found.
  } finally {
    opened.forEach((descriptor) => closeSync(descriptor));
  }
  return Math.max(1, Math.min(wanted, opened.length - reserve));
}
