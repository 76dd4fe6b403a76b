/**
 * Memory of idle connections: what the server's resident memory grows by with each.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import { median, type Sample } from "../figure.ts";
import { Generator } from "../generator/generator.ts";
import { residentMemory } from "../machine.ts";
import type { Scenario } from "../scenario.ts";
import { parley } from "../subjects/parley.ts";
import type { Subject } from "../subjects/subject.ts";

/** Connections at which the memory is looked at. */
const FEW = 1_000;
const MANY = 5_000;
/** Connections that are there before the first look, so that all code has run once. */
const WARM_UP = 100;
/** Time for what the opening left to be collected, and looks at the memory after it. */
const SETTLE = 3_000;
const LOOKS = 10;

async function settledMemory(pid: number): Promise<number> {
  await sleep(SETTLE);
  const looks: number[] = [];
  for (let i = 0; i < LOOKS; i++) {
    looks.push(residentMemory(pid));
    await sleep(100);
  }
  return median(looks);
}

const EACH_OF_FEW = `each of ${FEW}`;
const EACH_OF_MANY = `each of ${MANY}`;
const EACH_MORE = `each beyond ${FEW}`;

function kilobytes(metric: string, bytes: number): Sample {
  return { metric, unit: "kB", value: bytes / 1000 };
}

async function idleMemory(subject: Subject): Promise<Sample[]> {
  const server = await subject.start();
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, WARM_UP, 0);
    const before = await settledMemory(server.pid);
    await generator.call("open", server.dialect, FEW - WARM_UP, 0);
    const withFew = await settledMemory(server.pid);
    await generator.call("open", server.dialect, MANY - FEW, 0);
    const withMany = await settledMemory(server.pid);
    return [
      kilobytes(EACH_OF_FEW, (withFew - before) / (FEW - WARM_UP)),
      kilobytes(EACH_OF_MANY, (withMany - before) / (MANY - WARM_UP)),
      kilobytes(EACH_MORE, (withMany - withFew) / (MANY - FEW)),
    ];
  } finally {
    await server.stop();
  }
}

export const idleMemoryScenario: Scenario = {
  name: "idle-memory",
  about: "Signed-in connections that are in the lobby and do nothing: growth of the server's " +
    `resident memory over that with ${WARM_UP}, for each connection; and from ${FEW} to ${MANY}, ` +
    "where the heap's first growth is behind it.",
  measurements: [{ subject: parley, run: () => idleMemory(parley) }],
  expected: [EACH_OF_MANY, EACH_MORE].map((metric) => ({
    subject: parley.name,
    metric,
    atMost: 20,
  })),
};
