/**
 * Fan-out at saturation: one room, a few senders that always have a number of messages in flight.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Sample } from "../figure.ts";
import { deliveriesBetween } from "../generator/flood.ts";
import { Generator } from "../generator/generator.ts";
import type { Scenario } from "../scenario.ts";
import { parley } from "../subjects/parley.ts";
import type { Subject } from "../subjects/subject.ts";
import { measureCpu } from "./cpu_share.ts";

const SENDERS = 4;
/** Messages in flight, all senders together. */
const WINDOW = 400;
const WARM_UP = 3_000;
const TIME = 6_000;

async function fanOut(subject: Subject, receivers: number): Promise<Sample[]> {
  const server = await subject.start();
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, receivers, SENDERS);
    await generator.call("startFlood", WINDOW);
    await sleep(WARM_UP);
    const cpu = measureCpu(server.pid);
    const start = performance.now();
    const before = await generator.call("count");
    await sleep(TIME);
    const after = await generator.call("count");
    const seconds = (performance.now() - start) / 1000;
    const shares = cpu();
    await generator.call("stopFlood");
    const acked = after.acked - before.acked;
    const size = (after.sampleBytes - before.sampleBytes) /
      (after.sampleMessages - before.sampleMessages);
    return [
      { metric: "deliveries", unit: "1/s", value: deliveriesBetween(before, after) / seconds },
      { metric: "committed messages", unit: "1/s", value: acked / seconds },
      { metric: "bytes of a delivery", unit: "B", value: size },
      ...shares,
    ];
  } finally {
    await server.stop();
  }
}

export const fanOut500: Scenario = {
  name: "fanout-500",
  about: `One room, 500 receivers; ${SENDERS} more clients keep ${WINDOW} messages in flight.`,
  measurements: [{ subject: parley.name, run: () => fanOut(parley, 500) }],
  expected: [{ subject: parley.name, metric: "deliveries", atLeast: 2_000_000 }],
};
