/**
 * Fan-out at saturation: one room, a few senders that always have a number of messages in flight.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Sample } from "../figure.ts";
import { deliveriesBetween } from "../generator/flood.ts";
import { Generator } from "../generator/generator.ts";
import type { Expectation, Scenario } from "../scenario.ts";
import { mosquitto, nats, ngircd } from "../subjects/brokers.ts";
import { bunBatch, bunPublish, nodeWs, socketIo } from "../subjects/own_frames.ts";
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

/** Beside whom Parley is measured: whoever can tell everybody in a room what one of them said. */
const SUBJECTS: readonly Subject[] = [
  parley,
  bunPublish,
  bunBatch,
  nodeWs,
  socketIo,
  nats,
  mosquitto,
  ngircd,
];

function scenario(receivers: number, expected: Expectation[]): Scenario {
  return {
    name: `fanout-${receivers}`,
    about: `One room, ${receivers} receivers; ${SENDERS} more clients keep ${WINDOW} messages ` +
      "in flight.",
    measurements: SUBJECTS.map((subject) => ({
      subject,
      run: () => fanOut(subject, receivers),
    })),
    expected,
  };
}

const MANY = { subject: parley.name, metric: "deliveries", atLeast: 6_000_000 };

export const fanOut100 = scenario(100, []);
export const fanOut500 = scenario(500, [MANY]);
export const fanOut2000 = scenario(2_000, [MANY]);
