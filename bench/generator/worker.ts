/**
 * The generator's thread: carries out what it is told, one thing after the other.
 * @module
 */
import { parentPort } from "node:worker_threads";
import { Load } from "./load.ts";

const load = new Load();

parentPort!.on("message", async ({ op, args }: { op: keyof Load; args: unknown[] }) => {
  try {
    const result = await (load[op] as (...args: unknown[]) => unknown)(...args);
    parentPort!.postMessage({ result });
  } catch (error) {
    parentPort!.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
