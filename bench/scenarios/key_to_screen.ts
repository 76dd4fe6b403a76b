/**
 * Key to screen: how long a typed character takes to be written to the terminal while messages come in.
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { latencySamples, type Sample } from "../figure.ts";
import { Generator } from "../generator/generator.ts";
import type { Scenario } from "../scenario.ts";
import type { ScreenResult, ScreenStart } from "../screen/client.ts";
import { parley } from "../subjects/parley.ts";
import { roomNameOf, tokenOf } from "../subjects/prepared_log.ts";
import { oneRoom } from "../subjects/subject.ts";

const CLIENT = fileURLToPath(new URL("../screen/client.ts", import.meta.url));
const RATES = [0, 1_000, 5_000];
const KEYS = 400;
const WARM_UP = 4_000;
/** Longer than the client warms up and types: the messages must not end before the keys do. */
const LOAD_TIME = 20_000;
const SENDERS = 5;

async function runClient(start: ScreenStart): Promise<ScreenResult> {
  const args = ["run", "--quiet", "--allow-all", CLIENT, JSON.stringify(start)];
  const client = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [output, [code]] = await Promise.all([text(client.stdout), once(client, "exit")]);
  if (code !== 0) throw new Error(`The client's process ended with code ${code}.`);
  return JSON.parse(output);
}

async function keyToScreen(rate: number): Promise<Sample[]> {
  const server = await parley.start(oneRoom(SENDERS + 1));
  try {
    await using generator = new Generator();
    const token = tokenOf(SENDERS);
    await generator.call("open", server.dialect, 0, SENDERS);
    const load = rate > 0
      ? generator.call("pace", { rate, warmUp: 2_000, time: LOAD_TIME })
      : Promise.resolve();
    const [{ times, messagesPerSecond, bytesPerMessage }] = await Promise.all([
      runClient({ server: server.url, token, room: roomNameOf(0), warmUp: WARM_UP, keys: KEYS }),
      load,
    ]);
    const samples = latencySamples(`key to screen at ${rate}/s`, Float64Array.from(times));
    if (rate === 0) return samples;
    return [
      ...samples,
      { metric: `messages shown at ${rate}/s`, unit: "1/s", value: messagesPerSecond },
      { metric: `bytes for each at ${rate}/s`, unit: "B", value: bytesPerMessage },
    ];
  } finally {
    await server.stop();
  }
}

async function run(): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const rate of RATES) samples.push(...await keyToScreen(rate));
  return samples;
}

export const keyToScreenScenario: Scenario = {
  name: "key-to-screen",
  about:
    `The terminal client in its real wiring; ${KEYS} keys, while 0, 1,000 and 5,000 messages a second ` +
    "come in: from the key to the write after which a terminal shows it.",
  measurements: [{ subject: parley, run }],
  expected: [{ subject: parley.name, metric: "key to screen at 1000/s p99", atMost: 5 }],
};
