/**
 * Frees memory as soon as nobody needs it, not whenever the garbage collector finds it due.
 *
 * The collector goes by the heap, where a buffer is a small object: the 64 KiB of each read, and the
 * 19 MiB of each hash, pile up behind those. Without this a dozen log-ins, or a minute of hostile
 * clients, cost the server some hundred megabytes. And it goes by the heap's growth: what a thousand
 * handshakes left stays for good in a server that is quiet afterwards.
 * @module
 */
import { setInterval } from "node:timers";
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that may pile up, outside of the heap or in it, and milliseconds between two looks at them. */
const MOST = 8 * 1024 * 1024;
const INTERVAL = 500;
/** A server whose threads together take less of a core than this is quiet. */
const QUIET = 0.1;

type Collect = (options: { type: "minor" | "major" }) => void;

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

/**
 * Does so from now on whenever much has piled up; and collects all of the heap once after it has grown, which
 * takes some hundredths of a second, when the server is quiet.
 */
export function keepMemoryFree(): void {
  let { external, heapUsed } = process.memoryUsage();
  let cpu = process.cpuUsage();
  setInterval(() => {
    let now = process.memoryUsage();
    const { user, system } = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    const isQuiet = (user + system) / 1000 < QUIET * INTERVAL;
    if (isQuiet && now.heapUsed - heapUsed > MOST) {
      collect?.({ type: "major" });
      now = process.memoryUsage();
      ({ external, heapUsed } = now);
    } else if (now.external - external > MOST) {
      freeMemory();
      now = process.memoryUsage();
      external = now.external;
    }
    external = Math.min(external, now.external);
    heapUsed = Math.min(heapUsed, now.heapUsed);
  }, INTERVAL).unref();
}
