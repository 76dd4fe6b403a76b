/**
 * The webhooks' thread: follows the rooms that have outgoing webhooks, apart from what people wait for.
 * @module
 */
import { type MessagePort, workerData } from "node:worker_threads";
import { limits } from "../../shared/limits.ts";
import type { FromStore } from "../bus/thread_bus.ts";
import { follow } from "../follower.ts";
import { hearOn, sayOn } from "../line.ts";
import { configureLog } from "../log.ts";
import { Outcomes } from "../metrics/outcomes.ts";
import { reportMetrics } from "../metrics/thread.ts";
import { StoreClient } from "../store/client.ts";
import { type Location, openReader } from "../store/open.ts";
import type { ThreadStart } from "../threads.ts";
import { Deliveries } from "./deliveries.ts";
import { posterTo } from "./post.ts";

/** What the main thread starts the webhooks with. */
export interface HooksStart extends Location {
  toPrivate: boolean;
  /** Certificates that are trusted besides the usual ones, as PEM. */
  ca: string | undefined;
}

const start = workerData as HooksStart & ThreadStart;
configureLog(start.log);

/** Of several nodes, one delivers: each webhook gets what happens once, and in order. */
async function deliver(line: MessagePort): Promise<() => Promise<void>> {
  const { database, broker } = start;
  if (database === undefined || broker === undefined) return await deliverHere(line);
  // Until it is this node's turn, what is said goes by.
  hearOn(line, () => {});
  const { onOneNode } = await import("../store/postgres/one_node.ts");
  return onOneNode(database, "hooks", () => deliverHere(line));
}

async function deliverHere(line: MessagePort): Promise<() => Promise<void>> {
  const reader = await openReader(start);
  const store = new StoreClient((message) => sayOn(line, message));
  const post = posterTo(start);
  const outcomes = new Outcomes();
  reportMetrics(start.metrics, () => ({ "parley_hook_deliveries_total": outcomes.numbers }));
  const deliveries = new Deliveries({
    reader,
    store,
    post: (request) => outcomes.count(post(request), (status) => status >= 200 && status < 300),
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
    hearOn(line, () => {});
    reader.close();
  };
}

follow(deliver);
