/**
 * Frees what lies outside of the heap as soon as nobody needs it, not whenever the garbage collector finds
 * it due.
 *
 * The collector goes by the heap, where a buffer is a small object: the 64 KiB of each read, and the
 * 19 MiB of each hash, pile up behind those. Without this a dozen log-ins, or a minute of hostile
 * clients, cost the server some hundred megabytes.
 * @module
 */
import { setInterval } from "node:timers";
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes outside of the heap that may pile up, and milliseconds between two looks at them. */
const MOST = 8 * 1024 * 1024;
const INTERVAL = 500;

type Collect = (options: { type: "minor" }) => void;

function findCollector(): Collect | undefined {
  try {
    setFlagsFromString("--expose-gc");
    return runInNewContext("gc") as Collect;
  } catch {
    // A platform without it keeps the memory for longer, that is all.
    return undefined;
  }
}

const collect = findCollector();

/** Collects what is young, which takes some milliseconds. */
export function freeMemory(): void {
  collect?.({ type: "minor" });
}

/** Does so from now on whenever much has piled up. */
export function keepMemoryFree(): void {
  let kept = process.memoryUsage().external;
  setInterval(() => {
    const now = process.memoryUsage().external;
    if (now - kept > MOST) {
      freeMemory();
      kept = process.memoryUsage().external;
    } else {
      kept = Math.min(kept, now);
    }
  }, INTERVAL).unref();
}
