/**
 * The server, but for this: each of its threads takes a profile of its CPU time from SIGUSR1 to SIGUSR2,
 * and writes it into the folder that PARLEY_PROFILES names.
 * @module
 */
import process from "node:process";
import { Server } from "../../server/server.ts";
import { moduleOf, startModule, type Thread } from "../../server/threads.ts";

const orders = new BroadcastChannel("profiles");
const start = Server.start;

Server.start = (config, log) =>
  start(config, log, (name, data) => {
    const profile = { module: moduleOf(name).href, folder: process.env.PARLEY_PROFILES };
    return attentive(
      startModule(new URL("./thread.ts", import.meta.url), { ...data as object, profile }),
    );
  });

/** What comes to a thread that loads its module yet is lost: it is kept until the thread says that it has. */
function attentive<Out>({ worker, send }: Thread<Out>): Thread<Out> {
  const loaded = new Promise<void>((resolve) =>
    worker.on("message", ({ op }: { op: string }) => op === "loaded" && resolve())
  );
  return { worker, send: (...said) => void loaded.then(() => send(...said)) };
}

process.on("SIGUSR1", () => orders.postMessage("start"));
process.on("SIGUSR2", () => orders.postMessage("stop"));
await import("../../server/main.ts");
