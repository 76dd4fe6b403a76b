/**
 * Latency at a fixed rate: from the write of a message to its acknowledgement and to its deliveries.
 * @module
 */
import { latencySamples, type Sample } from "../figure.ts";
import { Generator } from "../generator/generator.ts";
import type { Expectation, Scenario } from "../scenario.ts";
import { parley } from "../subjects/parley.ts";
import type { Subject } from "../subjects/subject.ts";
import { measureCpu } from "./cpu_share.ts";

const RECEIVERS = 50;
const SENDERS = 5;
const WARM_UP = 3_000;
const TIME = 10_000;

async function latency(subject: Subject, rate: number): Promise<Sample[]> {
  const server = await subject.start();
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, RECEIVERS, SENDERS);
    const cpu = measureCpu(server.pid);
    const { acks, deliveries } = await generator.call("pace", {
      rate,
      warmUp: WARM_UP,
      time: TIME,
    });
    const shares = cpu();
    return [
      ...latencySamples("send to ack", acks),
      ...latencySamples("send to delivery", deliveries),
      ...shares,
    ];
  } finally {
    await server.stop();
  }
}

function scenario(rate: number, expected: Expectation[]): Scenario {
  return {
    name: `latency-${rate}`,
    about: `One room, ${RECEIVERS} receivers; ${SENDERS} more clients send ${rate} messages a ` +
      "second, evenly spaced.",
    measurements: [{ subject: parley, run: () => latency(parley, rate) }],
    expected,
  };
}

export const latency100 = scenario(100, []);
export const latency1000 = scenario(1_000, [
  { subject: parley.name, metric: "send to ack p99", atMost: 15 },
]);
