/**
 * A cluster beside the server alone: what a room of five hundred costs when it is spread over nodes. Here all
 * nodes share the cores of one machine, with PostgreSQL and NATS: it shows what a node more costs, not what it
 * gives.
 * @module
 */
import type { Sample } from "../figure.ts";
import { measurementsOf, type RunOptions, type Scenario } from "../scenario.ts";
import { parleyNodes } from "../subjects/nodes.ts";
import { parley } from "../subjects/parley.ts";
import type { Subject } from "../subjects/subject.ts";
import { fanOut } from "./fan_out.ts";
import { latency } from "./latency.ts";

const RECEIVERS = 500;
const RATE = 1_000;

/** Those of one process's CPU time say nothing of several. */
function withoutCpu(samples: Sample[]): Sample[] {
  return samples.filter(({ unit }) => unit !== "cores");
}

async function measure(subject: Subject, options: RunOptions): Promise<Sample[]> {
  return withoutCpu([
    ...await fanOut(subject, RECEIVERS, options),
    ...await latency(subject, { rate: RATE, receivers: RECEIVERS }, options),
  ]);
}

export const nodesScenario: Scenario = {
  name: "nodes",
  about:
    `The loads of \`fanout-${RECEIVERS}\` and \`latency-${RATE}x${RECEIVERS}\` on SQLite, on ` +
    "PostgreSQL, and on nodes with NATS in between; all of it shares one machine.",
  measurements: measurementsOf([parley, ...[1, 2, 3].map(parleyNodes)], measure),
  expected: [],
};
