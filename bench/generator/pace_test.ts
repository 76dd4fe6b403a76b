/**
 * Tests of the paced load's arithmetic.
 * @module
 */
import assert from "node:assert/strict";
import { dueAfter, spread } from "./pace.ts";

Deno.test("the rate rises evenly while it warms up, then stays", () => {
  const pace = { rate: 1000, warmUp: 1000 };
  assert.deepEqual([0, 500, 1000, 1500, 2000].map((now) => dueAfter(now, pace)), [
    0,
    125,
    500,
    1000,
    1500,
  ]);
  assert.equal(dueAfter(0, { rate: 1000, warmUp: 0 }), 0);
  assert.equal(dueAfter(100, { rate: 1000, warmUp: 0 }), 100);
});

Deno.test("a sample is spread evenly and has the last one, who is written to last", () => {
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  assert.deepEqual(spread(ten, 10), ten);
  assert.deepEqual(spread(ten, 5), [2, 4, 6, 8, 10]);
  assert.deepEqual(spread(ten, 3), [3, 6, 10]);
  assert.deepEqual(spread(ten, 1), [10]);
});
