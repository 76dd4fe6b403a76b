/**
 * A cluster beside the server alone: what a room of five hundred costs when it is spread over nodes. Here all
 * nodes share the cores of one machine, with PostgreSQL and NATS: it shows what a node more costs, not what it
 * gives.
 * @module
 */
import type { Sample } from "../figure.ts";
import { treeCpuTime } from "../machine.ts";
import { measurementsOf, type RunOptions, type Scenario } from "../scenario.ts";
import { parleyNodes } from "../subjects/nodes.ts";
import { parley } from "../subjects/parley.ts";
import { oneRoom, type RunningSubject, type Subject } from "../subjects/subject.ts";
import { SENDERS, WINDOW } from "./fan_out.ts";
import { latency } from "./latency.ts";
import { measureFlood } from "./saturation.ts";

const RECEIVERS = 500;
const RATE = 1_000;

/** Starts to measure. @returns a function that tells the cores that each part kept busy since. */
function measureParts({ pid, parts = { server: [pid] } }: RunningSubject): () => Sample[] {
  const start = performance.now();
  const times = () =>
    Object.values(parts).map((pids) => pids.reduce((sum, each) => sum + treeCpuTime(each), 0));
  const before = times();
  return () => {
    const seconds = (performance.now() - start) / 1000;
    const after = times();
    return Object.keys(parts).map((metric, index) => ({
      metric,
      unit: "cores",
      value: (after[index] - before[index]) / seconds,
    }));
  };
}

async function measure(subject: Subject, options: RunOptions): Promise<Sample[]> {
  const flood = {
    world: oneRoom(RECEIVERS + SENDERS),
    receivers: RECEIVERS,
    window: WINDOW,
    measure: measureParts,
  };
  const { deliveries, messages, cpu } = await measureFlood(subject, flood, options);
  const times = await latency(subject, { rate: RATE, receivers: RECEIVERS }, options);
  return [
    { metric: "deliveries", unit: "1/s", value: deliveries },
    { metric: "messages", unit: "1/s", value: messages },
    ...cpu.map(({ metric, value }) => ({
      metric: `a message, in ${metric}`,
      unit: "µs",
      value: value / messages * 1e6,
    })),
    // One process's CPU time says nothing of several.
    ...times.filter(({ unit }) => unit !== "cores"),
  ];
}

export const nodesScenario: Scenario = {
  name: "nodes",
  about:
    `The loads of \`fanout-${RECEIVERS}\` and \`latency-${RATE}x${RECEIVERS}\` on SQLite, on ` +
    "PostgreSQL, and on nodes with NATS in between; all of it shares one machine. What a message costs " +
    "each part, in CPU time, is of the flood.",
  compared: "deliveries",
  measurements: measurementsOf([parley, ...[1, 2, 3].map(parleyNodes)], measure),
  expected: [],
};
