/**
 * Starts the server's threads.
 * @module
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { BUNDLE, ROOT } from "../shared/build.ts";
import { ParleyError } from "../shared/errors.ts";
import type { LogSettings } from "./log.ts";

/**
 * Megabytes of a thread's heap for young objects. V8's own choice is several times as much, and with it
 * an idle connection takes twice the memory. Fan-out is no slower with less; a cost in latency was not
 * told apart from the noise (`deno task bench`).
 */
const YOUNG_HEAP = 8;

/** What every thread is started with, besides what is its own. */
export interface ThreadStart {
  log: LogSettings;
  /** Where it reports its metrics. */
  metrics: SharedArrayBuffer;
}

export interface Thread<Out> {
  worker: Worker;
  send(message: Out, transfer?: unknown[]): void;
}

/** @throws {ParleyError} what the thread said, or that it ended before it was ready. */
export function ready<M extends { op: string }>(worker: Worker, op: M["op"]): Promise<M> {
  return new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.once("exit", () => reject(new Error("A thread ended before it was ready.")));
    worker.on(
      "message",
      (message: M | { op: "failed"; code: ParleyError["code"]; message: string }) => {
        if (message.op === op) resolve(message as M);
        if (message.op === "failed" && "code" in message) {
          reject(new ParleyError(message.code, message.message));
        }
      },
    );
  });
}

/** Threads, by the folders of their modules. */
export const THREADS = ["store", "gateway", "passwords", "search", "hooks", "push"] as const;
export type ThreadName = (typeof THREADS)[number];

export function moduleOf(name: ThreadName): URL {
  return BUNDLE ? new URL(`${name}/worker.js`, BUNDLE) : new URL(`server/${name}/worker.ts`, ROOT);
}

/** @param start its `workerData`. */
export type StartThread = <Out>(name: ThreadName, start: unknown) => Thread<Out>;

export const startThread: StartThread = (name, start) => startModule(moduleOf(name), start);

/** Starts the thread whose module is at `url`. */
export function startModule<Out>(url: URL, start: unknown): Thread<Out> {
  const worker = new Worker(url, {
    workerData: start,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_HEAP },
  });
  return {
    worker,
    send: (message, transfer = []) =>
      worker.postMessage(message, transfer as Parameters<Worker["postMessage"]>[1]),
  };
}

/** Tells a thread to stop, and waits for its end. */
export async function stopThread({ worker, send }: Thread<{ op: "stop" }>): Promise<void> {
  const exit = once(worker, "exit");
  send({ op: "stop" });
  await exit;
}
