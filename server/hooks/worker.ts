/**
 * The webhooks' thread: follows the rooms that have outgoing webhooks, apart from what people wait for.
 * @module
 */
import { workerData } from "node:worker_threads";
import { limits } from "../../shared/limits.ts";
import type { FromStore } from "../bus/thread_bus.ts";
import { follow } from "../follower.ts";
import { hearOn, sayOn } from "../line.ts";
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

const start = workerData as HooksStart;
configureLog(start.logLevel);

follow(async (line) => {
  const reader = await openReader(start);
  const store = new StoreClient((message) => sayOn(line, message));
  const deliveries = new Deliveries({
    reader,
    store,
    post: posterTo(start),
    now: Date.now,
    random: Math.random,
  });
  hearOn<FromStore>(line, (message) => {
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
});
