/**
 * A thread's metrics: once a second it writes its numbers to memory that the main thread reads, so that
 * nothing is added to what people wait for, and a thread that hangs can still be looked at.
 * @module
 */
import process from "node:process";
import { setInterval } from "node:timers";
import { sizeOf, THREAD_METRICS, type ThreadMetric } from "./catalogue.ts";

export type Values = Partial<Record<ThreadMetric, number | readonly number[]>>;

/** Milliseconds between two writes. */
export const REPORT_INTERVAL = 1_000;
/** Reports that the greatest lag is taken of. */
const LAG_REPORTS = 10;

const NAMES = Object.keys(THREAD_METRICS) as ThreadMetric[];

/** Where a metric's numbers begin in a thread's memory: behind the flag that says whether it has it. */
const OFFSETS = new Map<ThreadMetric, number>();
let length = 0;
for (const name of NAMES) {
  OFFSETS.set(name, length);
  length += 1 + sizeOf(THREAD_METRICS[name]);
}

/** Memory for one thread's metrics. */
export function newMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT);
}

export function writeValues(memory: SharedArrayBuffer, values: Values): void {
  const slots = new Float64Array(memory);
  for (const [name, value] of Object.entries(values)) {
    const offset = OFFSETS.get(name as ThreadMetric)!;
    slots[offset] = 1;
    slots.set(typeof value === "number" ? [value] : value, offset + 1);
  }
}

/** What the thread reported last, of the metrics that it has. */
export function readValues(memory: SharedArrayBuffer): Map<ThreadMetric, number[]> {
  const slots = new Float64Array(memory);
  const values = new Map<ThreadMetric, number[]>();
  for (const name of NAMES) {
    const offset = OFFSETS.get(name)!;
    if (slots[offset] === 0) continue;
    values.set(name, [...slots.subarray(offset + 1, offset + 1 + sizeOf(THREAD_METRICS[name]))]);
  }
  return values;
}

/** Reports from now on, as long as the thread has anything to do. @param read gives its numbers. */
export function reportMetrics(memory: SharedArrayBuffer, read: () => Values = () => ({})): void {
  const lags: number[] = [];
  let expected = performance.now() + REPORT_INTERVAL;
  const report = () => {
    const { heapUsed, external } = process.memoryUsage();
    writeValues(memory, {
      ...read(),
      "parley_event_loop_lag_seconds": Math.max(0, ...lags) / 1_000,
      "parley_heap_bytes": heapUsed,
      "parley_external_bytes": external,
    });
  };
  report();
  setInterval(() => {
    const now = performance.now();
    if (lags.push(now - expected) > LAG_REPORTS) lags.shift();
    expected = now + REPORT_INTERVAL;
    report();
  }, REPORT_INTERVAL).unref();
}
