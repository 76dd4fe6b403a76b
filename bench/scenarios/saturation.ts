/**
 * What all floods have in common: warm up, count for a while, and check that nothing got lost.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Sample } from "../figure.ts";
import { Generator } from "../generator/generator.ts";
import type { RunOptions } from "../scenario.ts";
import type { RunningSubject, Subject, World } from "../subjects/subject.ts";
import { measureCpu } from "./cpu_share.ts";

/** Milliseconds. A third of it is where a JIT has seen the code often enough. */
const WARM_UP = 1_000;
const TIME = 2_000;

export interface FloodOptions {
  world: World;
  /** Connections that only receive. Default: all are members of rooms, and send to them. */
  receivers?: number;
  /** Messages in flight, all senders together. */
  window: number;
  /** Starts to measure the server's CPU time. */
  measure?: (server: RunningSubject) => () => Sample[];
}

export interface FloodRates {
  /** Each a second. */
  messages: number;
  deliveries: number;
  /** Bytes of a delivery; not a number if there was none. */
  size: number;
  cpu: Sample[];
}

/** One flood, on a server of its own. @throws {Error} if anything got lost. */
export async function measureFlood(
  subject: Subject,
  { world, receivers, window, measure = ({ pid }) => measureCpu(pid) }: FloodOptions,
  { quick }: RunOptions,
): Promise<FloodRates> {
  const server = await subject.start(world);
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, receivers ?? 0, world.people - (receivers ?? 0));
    await generator.call(receivers === undefined ? "startRoomsFlood" : "startFlood", window);
    await sleep(quick ? WARM_UP / 2 : WARM_UP);
    const cpu = measure(server);
    const start = performance.now();
    const before = await generator.call("count");
    await sleep(quick ? TIME / 3 : TIME);
    const after = await generator.call("count");
    const seconds = (performance.now() - start) / 1000;
    const shares = cpu();
    await generator.call("stopFlood");
    const deliveries = after.deliveries - before.deliveries;
    return {
      messages: (after.acked - before.acked) / seconds,
      deliveries: deliveries / seconds,
      size: (after.bytes - before.bytes) / deliveries,
      cpu: shares,
    };
  } finally {
    await server.stop();
  }
}
