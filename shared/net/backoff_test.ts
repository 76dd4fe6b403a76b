/**
 * Tests of the back-off.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../limits.ts";
import { Backoff } from "./backoff.ts";

Deno.test("the back-off doubles up to its ceiling and starts again after a reset", () => {
  const backoff = new Backoff(() => 1);
  const waits = Array.from({ length: 8 }, () => backoff.next());
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  backoff.reset();
  assert.equal(backoff.next(), limits.backoffFirst);
});

Deno.test("the back-off spreads its waits over the whole range", () => {
  const numbers = [0, 0.5, 0.25];
  const backoff = new Backoff(() => numbers.shift()!);
  assert.deepEqual([backoff.next(), backoff.next(), backoff.next()], [0, 500, 500]);
});
