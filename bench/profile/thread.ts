/**
 * A thread of the server whose CPU time is profiled.
 * @module
 */
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parentPort, threadId, workerData } from "node:worker_threads";

/** Microseconds between two looks at what runs. */
const INTERVAL = 500;

const { module, folder } = workerData.profile as { module: string; folder: string };
const name = basename(dirname(fileURLToPath(module)));

const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.setSamplingInterval", { interval: INTERVAL });

new BroadcastChannel("profiles").onmessage = ({ data }: MessageEvent) => {
  if (data === "start") return session.post("Profiler.start");
  session.post("Profiler.stop", (error, result) => {
    if (error) throw error;
    writeFileSync(join(folder, `${name}-${threadId}.cpuprofile`), JSON.stringify(result.profile));
  });
};

await import(module);
parentPort!.postMessage({ op: "loaded" });
