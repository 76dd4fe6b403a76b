/**
 * The server, but for this: at SIGUSR1 one of its gateways ends by a defect, at SIGUSR2 its store does.
 * @module
 */
import process from "node:process";
import { Server } from "../../../server/server.ts";
import { startModule, startThread } from "../../../server/threads.ts";

const crashes = new BroadcastChannel("crashes");
const start = Server.start;
let threads = 0;
/** Names of the threads that run, oldest first. */
const running: string[] = [];

Server.start = (config, log) =>
  start(config, log, (kind, data) => {
    if (kind !== "gateway" && kind !== "store") return startThread(kind, data);
    const name = `${kind}-${++threads}`;
    running.push(name);
    const thread = startModule(new URL(`./${kind}.ts?${name}`, import.meta.url), data);
    thread.worker.once("exit", () => running.splice(running.indexOf(name), 1));
    return thread as never;
  });

function crash(kind: string): void {
  crashes.postMessage(running.find((name) => name.startsWith(kind)));
}

process.on("SIGUSR1", () => crash("gateway"));
process.on("SIGUSR2", () => crash("store"));
await import("../../../server/main.ts");
