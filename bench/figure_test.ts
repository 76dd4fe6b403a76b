/**
 * Tests of the figures' arithmetic.
 * @module
 */
import assert from "node:assert/strict";
import { latencySamples, median, parseFigures, percentile, summarise } from "./figure.ts";

Deno.test("a percentile is the smallest value that has the share at or below it", () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  assert.deepEqual([0, 0.5, 0.99, 1].map((q) => percentile(hundred, q)), [1, 50, 99, 100]);
  assert.equal(percentile([7], 0.5), 7);
  assert.throws(() => percentile([], 0.5));
});

Deno.test("the median of an even number of values is the mean of the two in the middle", () => {
  assert.equal(median([9, 1, 4]), 4);
  assert.equal(median([10, 1, 4, 2]), 3);
});

Deno.test("runs are summarised metric by metric", () => {
  const run = (a: number, b: number) => [
    { metric: "a", unit: "ms", value: a },
    { metric: "b", unit: "1/s", value: b },
  ];
  assert.deepEqual(summarise("s", "parley", [run(3, 30), run(1, 20), run(2, 10)]), [
    { scenario: "s", subject: "parley", metric: "a", unit: "ms", median: 2, min: 1, max: 3 },
    { scenario: "s", subject: "parley", metric: "b", unit: "1/s", median: 20, min: 10, max: 30 },
  ]);
});

Deno.test("latencies are sorted as numbers before their percentiles are read", () => {
  const times = Float64Array.from({ length: 200 }, (_, i) => 200 - i);
  assert.deepEqual(latencySamples("ack", times, [0.5, 0.99, 0.999]), [
    { metric: "ack p50", unit: "ms", value: 100 },
    { metric: "ack p99", unit: "ms", value: 198 },
    { metric: "ack p99.9", unit: "ms", value: 200 },
  ]);
});

Deno.test("figures of an earlier run are read, and a line that is none is named", () => {
  const figures = summarise("ingest", "parley", [[{ metric: "messages", unit: "1/s", value: 7 }]]);
  const line = JSON.stringify(figures[0]);
  assert.deepEqual(parseFigures(`${line}\n${line}\n`), [...figures, ...figures]);
  assert.throws(
    () => parseFigures(`${line}\nfanout-500, parley: run 1 of 5\n`),
    /Line 2 is no figure/,
  );
  assert.throws(() => parseFigures('{"scenario":"ingest"}'), /Line 1 is no figure/);
});
