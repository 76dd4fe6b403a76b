/**
 * The webhooks' thread: follows the rooms that have outgoing webhooks, apart from what people wait for.
 * @module
 */
import process from "node:process";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { limits } from "../../shared/limits.ts";
import type { FromStore } from "../bus/thread_bus.ts";
import { configureLog, type ServerLogLevel } from "../log.ts";
import { StoreClient } from "../store/client.ts";
import { type Location, openReader } from "../store/open.ts";
import { Deliveries } from "./deliveries.ts";
import { posterTo } from "./post.ts";

/** What the main thread starts the webhooks with. */
export interface HooksStart extends Location {
  logLevel: ServerLogLevel;
  toPrivate: boolean;
  /** Certificates that are trusted besides the usual ones, as PEM. */
  ca: string | undefined;
}

export type ToHooksThread =
  /** The line to the store, which is like a gateway's: the first message. */
  | { op: "line"; store: MessagePort }
  | { op: "stop" };

const start = workerData as HooksStart;
configureLog(start.logLevel);

async function run(line: MessagePort): Promise<() => Promise<void>> {
  const reader = await openReader(start);
  const store = new StoreClient((message) => line.postMessage(message));
  const deliveries = new Deliveries({
    reader,
    store,
    post: posterTo(start),
    now: Date.now,
    random: Math.random,
  });
  line.on("message", (message: FromStore) => {
    if (message.op === "answers") store.receive(message);
    else if (message.op === "heads") deliveries.wake();
  });
  // For what waited after a failure.
  const looks = setInterval(() => deliveries.wake(), limits.hookLookInterval);
  deliveries.wake();
  return async () => {
    clearInterval(looks);
    await deliveries.stop();
    reader.close();
  };
}

let stop: Promise<() => Promise<void>> | undefined;

parentPort!.on("message", async (message: ToHooksThread) => {
  if (message.op === "line") {
    stop = run(message.store);
  } else {
    await (await stop)?.();
    process.exit(0);
  }
});
