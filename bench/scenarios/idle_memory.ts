/**
 * Memory of idle connections: what the server's resident memory grows by with each.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import { median, type Sample } from "../figure.ts";
import { Generator } from "../generator/generator.ts";
import { residentMemory } from "../machine.ts";
import { measurementsOf, type RunOptions, type Scenario } from "../scenario.ts";
import { mosquitto, nats, ngircd } from "../subjects/brokers.ts";
import { bunPublish, nodeWs, socketIo } from "../subjects/own_frames.ts";
import { parley } from "../subjects/parley.ts";
import { oneRoom, type Subject } from "../subjects/subject.ts";

/** Connections that are there before the first look, so that all code has run once. */
const WARM_UP = 100;
/** Connections at which the memory is looked at. */
const COUNTS = [1_000, 5_000, 10_000];
/** Time for what the opening left to be collected, and looks at the memory after it. */
const SETTLE = 2_000;
const LOOKS = 10;

async function settledMemory(pid: number): Promise<number> {
  await sleep(SETTLE);
  const looks: number[] = [];
  for (let i = 0; i < LOOKS; i++) {
    looks.push(residentMemory(pid));
    await sleep(50);
  }
  return median(looks);
}

function eachOf(count: number): string {
  return `each of ${count.toLocaleString("en-GB")}`;
}

async function idleMemory(subject: Subject, { quick }: RunOptions): Promise<Sample[]> {
  const counts = quick ? COUNTS.slice(0, 2) : COUNTS;
  const server = await subject.start(oneRoom(counts[counts.length - 1]));
  try {
    await using generator = new Generator();
    await generator.call("open", server.dialect, WARM_UP, 0);
    const before = await settledMemory(server.pid);
    const samples: Sample[] = [];
    let connections = WARM_UP;
    for (const count of counts) {
      await generator.call("open", server.dialect, count - connections, 0);
      connections = count;
      const each = (await settledMemory(server.pid) - before) / (count - WARM_UP);
      samples.push({ metric: eachOf(count), unit: "kB", value: each / 1000 });
    }
    return samples;
  } finally {
    await server.stop();
  }
}

const MOST = eachOf(COUNTS[COUNTS.length - 1]);

export const idleMemoryScenario: Scenario = {
  name: "idle-memory",
  about: "Connections of as many people that are all in one room and do nothing: growth of the " +
    `server's resident memory over that with ${WARM_UP}, for each connection.`,
  compared: MOST,
  measurements: measurementsOf(
    [parley, bunPublish, nodeWs, socketIo, nats, mosquitto, ngircd],
    idleMemory,
  ),
  expected: [{ subject: parley.name, metric: MOST, atMost: 12 }],
};
