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
const STEPS = [1_000, 5_000];
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

async function idleMemory(subject: Subject): Promise<Sample[]> {
  const server = await subject.start();
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, WARM_UP, 0);
    const before = await settledMemory(server.pid);
    const samples: Sample[] = [];
    let opened = 0;
    for (const step of STEPS) {
      await generator.call("open", server.dialect, step - opened, 0);
      opened = step;
      const value = (await settledMemory(server.pid) - before) / step / 1000;
      samples.push({ metric: `memory for each of ${step}`, unit: "kB", value });
    }
    return samples;
  } finally {
    await server.stop();
  }
}

export const idleMemoryScenario: Scenario = {
  name: "idle-memory",
  about: "Signed-in connections that are in the lobby and do nothing: growth of the server's " +
    `resident memory over that with ${WARM_UP}, divided by their number.`,
  measurements: [{ subject: parley.name, run: () => idleMemory(parley) }],
  expected: STEPS.map((step) => ({
    subject: parley.name,
    metric: `memory for each of ${step}`,
    atMost: 20,
  })),
};
