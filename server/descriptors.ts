/**
 * How many connections the operating system lets this process have.
 *
 * At the limit of descriptors accepting would stall for good, also after others have closed; so the listeners
 * refuse connections well before. No permission short of all lets a program ask for the limit, so this tries:
 * it opens as many files, always the same one, and closes them again.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { closeSync, openSync } from "node:fs";
import process from "node:process";
import { limits } from "../shared/limits.ts";

const logger = getLogger(["parley", "server"]);

/** Descriptors for files, threads and requests besides the connections of clients. */
const OF_SERVER = 130;

/** Connections that a gateway has accepted and cut at once: in a flood the system closes them a little later. */
const CLOSING = 32;

/** … and for each gateway: its own, and the connections that are let in only to be refused. */
const OF_GATEWAY = 10 + limits.refusedConnections + CLOSING;

/** Connections that are looked for at once: some two milliseconds. */
const STEP = 128;

/** The root folder takes a third of the time that a file deep down does. */
const FILE = process.platform === "win32" ? process.execPath : "/";

const openFile = () => openSync(FILE, "r");

/** @returns how many of `count` files could be opened, beside all that are open. */
function tryOpening(count: number, open: () => number): number {
  const opened: number[] = [];
  try {
    while (opened.length < count) opened.push(open());
  } catch {
    // The limit is found.
  } finally {
    opened.forEach((descriptor) => closeSync(descriptor));
  }
  return opened.length;
}

export function warnOfFewConnections(connections: number): void {
  logger.warning(
    "Only {connections} connections are possible: raise the limit of open files (ulimit -n)",
    { connections },
  );
}

/** The most connections that are safe, `wanted` at the most; asked before any thread starts. */
export function safeConnections(wanted: number, gateways: number, open = openFile): number {
  const reserve = OF_SERVER + gateways * OF_GATEWAY;
  return Math.max(1, Math.min(wanted, tryOpening(wanted + reserve, open) - reserve));
}

/**
 * The same for a server's only gateway, found step by step as connections come: ten thousand files at once take a
 * tenth of a second of the start. It is not for several gateways: while one tries, another might accept.
 */
export class GrowingRoom {
  #safe = 0;
  #isFull = false;

  /** @param full is told, once, how many connections are the most. */
  constructor(readonly full: (connections: number) => void, readonly open = openFile) {}

  /** True if one connection more than `connections` is safe. */
  hasRoom(connections: number): boolean {
    if (connections >= this.#safe && !this.#isFull) this.#grow(connections);
    return connections < this.#safe;
  }

  #grow(connections: number): void {
    const reserve = OF_SERVER + OF_GATEWAY;
    const found = tryOpening(reserve + STEP, this.open) - reserve;
    this.#safe = Math.max(1, connections + Math.min(found, STEP));
    if (found >= STEP) return;
    this.#isFull = true;
    this.full(this.#safe);
  }
}
