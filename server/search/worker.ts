/**
 * The search thread: keeps the index up to the log, and looks things up in it, so that neither the store
 * nor a gateway ever waits for that.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { HeadsMessage } from "../bus/thread_bus.ts";
import { hearOn } from "../line.ts";
import { configureLog } from "../log.ts";
import { reportMetrics } from "../metrics/thread.ts";
import { type Location, openReader } from "../store/open.ts";
import type { ThreadStart } from "../threads.ts";
import { Indexer } from "./indexer.ts";
import { DamagedIndex, INDEX_FILE, removeIndex } from "./index_file.ts";
import type { SearchRequest } from "./message_index.ts";
import { openIndex } from "./open.ts";
import type { SearchAnswer, SearchJob } from "./searcher.ts";

/** What the main thread starts the search with. */
export interface SearchStart extends Location {
}

/** From the main thread: a gateway's line, the store's, or the end. */
export type ToSearch =
  | { op: "gateway"; port: MessagePort }
  | { op: "store"; port: MessagePort }
  | { op: "stop" };

/** Time between two looks at all rooms, for what nobody told of. */
const LOOK_INTERVAL = 1_000;
/** Time for more to come in before it is taken in together: as soon as one looks for what one just read. */
const GATHER_TIME = 50;
/** Time at rest after a step that is not urgent, or while others write, as a multiple of what it took. */
const REST = 9;

const start = workerData as SearchStart & ThreadStart;
configureLog(start.log);
reportMetrics(start.metrics);
const logger = getLogger(["parley", "search"]);

/** Resolves once there is something to look into. */
const opened = Promise.withResolvers<void>();

// Before anything is waited for: what comes to a thread that has no listener yet is lost. A gateway whose line
// went that way would never be answered.
parentPort!.on("message", async (message: ToSearch) => {
  await opened.promise;
  await receive(message);
});

const index = await openIndex(start);
const reader = await openReader(start);
let indexer = new Indexer(index, reader);

let news = 0;
let wake = () => {};

function hear({ heads }: HeadsMessage): void {
  news++;
  for (const [room, head] of heads) indexer.expect(room, head);
  wake();
}

/** Keeps the index up to the log, whenever it is this process that does, and the database is there. */
async function keepUp(): Promise<never> {
  let told = false;
  for (;;) {
    try {
      await index.lead();
      indexer = new Indexer(index, reader);
      await indexer.start();
      if (told) logger.warning("The database can be reached again");
      told = false;
      await follow();
    } catch (error) {
      if (!(error instanceof ParleyError && error.code === "unavailable")) throw error;
      if (!told) logger.warning("The index waits for the database: {error}", { error });
      told = true;
      await sleep(LOOK_INTERVAL);
    }
  }
}

async function follow(): Promise<never> {
  let seen = 0;
  let looked = performance.now();
  for (;;) {
    const othersWrite = news > seen;
    seen = news;
    const began = performance.now();
    const rest = () => REST * (performance.now() - began);
    // Whoever searches gets a turn after each step.
    if (await indexer.step()) await sleep(othersWrite ? rest() : 0);
    else if (!othersWrite && await index.merge()) await sleep(rest());
    else {
      const woken = new Promise<void>((resolve) => wake = resolve);
      if (news === seen) await Promise.race([woken, sleep(LOOK_INTERVAL)]);
      await sleep(GATHER_TIME);
    }
    if (performance.now() - looked < LOOK_INTERVAL) continue;
    looked = performance.now();
    await indexer.look();
  }
}

/** The server starts this thread again. */
async function fail(error: unknown): Promise<never> {
  logger.error("{error}", { error });
  await index.close();
  if (error instanceof DamagedIndex) {
    logger.error("The index is damaged; another one is made");
    removeIndex(join(start.folder, INDEX_FILE));
  }
  process.exit(1);
}

const queue: { job: SearchJob; port: MessagePort }[] = [];
let working = false;

function answer(port: MessagePort, message: SearchAnswer): void {
  port.postMessage(message);
}

async function find(request: SearchRequest): Promise<SearchAnswer["page"]> {
  try {
    return await index.find(request);
  } catch (error) {
    if (error instanceof DamagedIndex) await fail(error);
    if (error instanceof ParleyError && error.code === "unavailable") return "unavailable";
    logger.error("{error}", { error });
    return "failed";
  }
}

async function work(): Promise<void> {
  working = true;
  for (let next; (next = queue.shift());) {
    const { job: { ref, request }, port } = next;
    answer(port, { ref, page: await find(request) });
    // Lets new jobs in, to be queued or refused, before the next one blocks this thread.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  working = false;
}

function take(port: MessagePort, job: SearchJob): void {
  if (queue.length >= limits.searchQueue) {
    return answer(port, { ref: job.ref, page: "busy" });
  }
  queue.push({ job, port });
  if (!working) work();
}

async function receive(message: ToSearch): Promise<void> {
  if (message.op === "stop") {
    await index.close();
    reader.close();
    process.exit(0);
  }
  const { port } = message;
  if (message.op === "store") hearOn(port, hear);
  else port.on("message", (job: SearchJob) => take(port, job));
}

opened.resolve();
keepUp().catch(fail);
