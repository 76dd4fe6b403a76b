/**
 * The server, but for this: at SIGUSR1 one of its gateways ends by a defect, at SIGUSR2 its store does.
 * @module
 */
import process from "node:process";
import { Server } from "../../server/server.ts";
import { startThread } from "../../server/threads.ts";

const crashes = new BroadcastChannel("crashes");
const start = Server.start;
let threads = 0;
/** Threads that run, oldest first. */
const running: { id: string; name: string }[] = [];

Server.start = (config) =>
  start(config, (url, data) => {
    const [, name] = /(\w+)\/worker\.ts$/.exec(url.pathname)!;
    const thread = { id: String(++threads), name };
    const crashing = new URL("./crashing_thread.ts", import.meta.url);
    crashing.search = String(new URLSearchParams({ id: thread.id, module: url.href }));
    running.push(thread);
    const started = startThread(crashing, data);
    started.worker.once("exit", () => running.splice(running.indexOf(thread), 1));
    return started as never;
  });

function crash(name: string): void {
  crashes.postMessage(running.find((thread) => thread.name === name)?.id);
}

process.on("SIGUSR1", () => crash("gateway"));
process.on("SIGUSR2", () => crash("store"));
await import("../../server/main.ts");
