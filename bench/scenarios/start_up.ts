/**
 * Start-up: from the start of the process until it says that it listens.
 * @module
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Sample } from "../figure.ts";
import type { Measurement, Scenario } from "../scenario.ts";
import { FROM_SOURCE, parley, type Program, startOn } from "../subjects/parley.ts";

const BINARY = fileURLToPath(new URL("../../dist/parley-server", import.meta.url));

function measurement(name: string, program: Program, missing?: () => string | undefined) {
  const run = async (): Promise<Sample[]> => {
    // The first start makes the data folder, and warms up the disk's cache.
    const first = await startOn(undefined, program);
    await first.stop();
    let start = 0;
    const server = await startOn(() => start = performance.now(), program);
    const time = performance.now() - start;
    await server.stop();
    return [{ metric: "until it listens", unit: "ms", value: time }];
  };
  return { subject: { ...parley, name, missing }, run } satisfies Measurement;
}

export const startUpScenario: Scenario = {
  name: "start-up",
  about:
    "From the start of the process to listening, on an empty data folder; from source and as a " +
    "binary (`deno task compile`).",
  measurements: [
    measurement("parley", FROM_SOURCE),
    measurement(
      "parley, binary",
      [BINARY],
      () => existsSync(BINARY) ? undefined : "there is no dist/parley-server (`deno task compile`)",
    ),
  ],
  expected: [{ subject: "parley, binary", metric: "until it listens", atMost: 300 }],
};
