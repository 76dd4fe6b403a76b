/**
 * The password worker: hashes one password after the other, so that no gateway ever waits for one.
 * @module
 */
import process from "node:process";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { limits } from "../../shared/limits.ts";
import { freeMemory } from "../free_memory.ts";
import { reportMetrics } from "../metrics/thread.ts";
import type { ThreadStart } from "../threads.ts";
import { counters, hashPassword, verifyPassword } from "./argon2.ts";
import type { HashAnswer, HashJob } from "./hasher.ts";

/** From the main thread: a gateway's line, or the end. */
export type ToPasswords = { op: "gateway"; port: MessagePort } | { op: "stop" };

const queue: { job: HashJob; port: MessagePort }[] = [];
let working = false;

function answer(port: MessagePort, message: HashAnswer): void {
  port.postMessage(message);
}

function carryOut(job: HashJob): Promise<string | boolean> {
  return job.op === "hash" ? hashPassword(job.password) : verifyPassword(job.password, job.hash);
}

async function work(): Promise<void> {
  working = true;
  for (let next; (next = queue.shift());) {
    // A hash that can't be read is nobody's password; the account stays closed.
    const result = await carryOut(next.job).catch(() => false);
    answer(next.port, { ref: next.job.ref, result });
    freeMemory();
    // Lets new jobs in, to be queued or refused, before the next one blocks this thread.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  working = false;
}

function take(port: MessagePort, job: HashJob): void {
  if (queue.length >= limits.hashQueue) return answer(port, { ref: job.ref, result: "busy" });
  queue.push({ job, port });
  if (!working) work();
}

reportMetrics(
  (workerData as ThreadStart).metrics,
  () => ({ "parley_password_hashes_total": counters.hashes }),
);

parentPort!.on("message", (message: ToPasswords) => {
  if (message.op === "stop") process.exit(0);
  const { port } = message;
  port.on("message", (job: HashJob) => take(port, job));
});
