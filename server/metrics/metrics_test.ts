import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { StartThread } from "../threads.ts";
import { THREAD_METRICS, type ThreadMetric } from "./catalogue.ts";
import { expose } from "./exposition.ts";
import { Histogram } from "./histogram.ts";
import { Metrics } from "./metrics.ts";
import { newMemory, readValues, writeValues } from "./thread.ts";

Deno.test("a thread's memory gives back what it reported, and nothing of what it has not", () => {
  const memory = newMemory();
  assert.equal(readValues(memory).size, 0);
  const numbers = THREAD_METRICS.parley_commit_seconds.buckets.map((_, n) => n).concat(7, 0.25);
  writeValues(memory, { "parley_connections": 3, "parley_commit_seconds": numbers });
  writeValues(memory, { "parley_connections": 4 });
  assert.deepEqual(
    readValues(memory),
    new Map<ThreadMetric, number[]>([["parley_connections", [4]], [
      "parley_commit_seconds",
      numbers,
    ]]),
  );
});

Deno.test("a histogram's buckets hold what is up to their bound, and each those below it", () => {
  const histogram = new Histogram([0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 30]) histogram.note(value);
  const metric = { type: "histogram", help: "Time.", buckets: [0.1, 1] } as const;
  assert.equal(
    expose("t", metric, [{ labels: { thread: "store" }, numbers: histogram.numbers }]),
    `# HELP t Time.
# TYPE t histogram
t_bucket{thread="store",le="0.1"} 2
t_bucket{thread="store",le="1"} 3
t_bucket{thread="store",le="+Inf"} 4
t_sum{thread="store"} 30.65
t_count{thread="store"} 4
`,
  );
});

Deno.test("labels are escaped", () => {
  const metric = { type: "gauge", help: "One\\two\nthree." } as const;
  assert.equal(
    expose("g", metric, [{ labels: { version: 'a"b\\c\nd' }, numbers: [1] }]),
    '# HELP g One\\\\two\\nthree.\n# TYPE g gauge\ng{version="a\\"b\\\\c\\nd"} 1\n',
  );
});

Deno.test("a counter doesn't fall when another thread takes over, a gauge starts anew", () => {
  const metrics = new Metrics();
  const started: { memory: SharedArrayBuffer; worker: EventEmitter }[] = [];
  const start = metrics.watching(
    ((_name: string, given: { metrics: SharedArrayBuffer }) => {
      const worker = new EventEmitter();
      started.push({ memory: given.metrics, worker });
      return { worker, send: () => {} };
    }) as unknown as StartThread,
    { log: { level: "error", format: "text" } },
  );
  const report = (n: number, sends: number, connections: number) =>
    writeValues(started[n].memory, {
      "parley_fan_out_sends_total": sends,
      "parley_connections": connections,
    });
  const shown = () => metrics.text().split("\n").filter((line) => /^parley_(fan|conn)/.test(line));
  start("gateway", {});
  start("gateway", {});
  report(0, 10, 5);
  report(1, 1, 1);
  assert.deepEqual(shown(), [
    'parley_connections{thread="gateway-1"} 5',
    'parley_connections{thread="gateway-2"} 1',
    'parley_fan_out_sends_total{thread="gateway-1"} 10',
    'parley_fan_out_sends_total{thread="gateway-2"} 1',
  ]);
  started[0].worker.emit("exit");
  start("gateway", {});
  report(2, 4, 2);
  assert.deepEqual(shown().sort(), [
    'parley_connections{thread="gateway-1"} 2',
    'parley_connections{thread="gateway-2"} 1',
    'parley_fan_out_sends_total{thread="gateway-1"} 14',
    'parley_fan_out_sends_total{thread="gateway-2"} 1',
  ]);
  assert.match(metrics.text(), /^parley_thread_ends_total 1$/m);
});
