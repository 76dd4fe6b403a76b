/**
 * What share of the machine the server took, and what the generator beside it.
 * @module
 */
import type { Sample } from "../figure.ts";
import { cpuTime } from "../machine.ts";

/** Starts to measure. @returns a function that tells the cores that each kept busy since. */
export function measureCpu(serverPid: number): () => Sample[] {
  const start = performance.now();
  const server = cpuTime(serverPid);
  const generator = cpuTime();
  return () => {
    const seconds = (performance.now() - start) / 1000;
    return [
      { metric: "server CPU", unit: "cores", value: (cpuTime(serverPid) - server) / seconds },
      { metric: "generator CPU", unit: "cores", value: (cpuTime() - generator) / seconds },
    ];
  };
}
