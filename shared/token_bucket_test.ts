/**
 * Tests of the rate limits.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { KeyedBuckets, TokenBucket } from "./token_bucket.ts";

Deno.test("a bucket gives its burst at once, then tells how long to wait", () => {
  const bucket = new TokenBucket(10, 3, 1000);
  assert.deepEqual([1, 2, 3, 4].map(() => bucket.take(1000)), [0, 0, 0, 100]);
  assert.equal(bucket.take(1060), 40);
  assert.equal(bucket.take(1100), 0);
  assert.equal(bucket.take(1100), 100);
});

Deno.test("a refused take costs nothing", () => {
  const bucket = new TokenBucket(1, 1, 0);
  bucket.take(0);
  for (let i = 0; i < 100; i++) assert.equal(bucket.take(500), 500);
  assert.equal(bucket.take(1000), 0);
});

Deno.test("a bucket never holds more than its burst", () => {
  const bucket = new TokenBucket(10, 2, 0);
  assert.deepEqual([1, 2, 3].map(() => bucket.take(1e9)), [0, 0, 100]);
});

Deno.test("a take of more than the burst counts as the whole burst", () => {
  const bucket = new TokenBucket(10, 5, 0);
  assert.equal(bucket.take(0, 8), 0);
  assert.equal(bucket.take(0), 100);
  assert.equal(bucket.take(0, 8), 500);
});

Deno.test("a rate of 0 is no limit", () => {
  const bucket = new TokenBucket(0, 1, 0);
  const keyed = new KeyedBuckets(0, 1, 10);
  for (let i = 0; i < 100; i++) {
    assert.equal(bucket.take(0), 0);
    assert.equal(keyed.take("a", 0), 0);
  }
  assert.equal(keyed.size, 0);
});

Deno.test("a clock that is set back earns nothing and locks nobody out", () => {
  const bucket = new TokenBucket(10, 1, 10_000);
  bucket.take(10_000);
  assert.equal(bucket.take(0), 100);
  assert.equal(bucket.take(100), 0);
});

Deno.test("whatever is asked when, no span of time gives more than burst + rate × time, and every wait is true", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom(1 / 6, 0.1, 1000 / 7000)),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 5 })), {
        maxLength: 100,
      }),
      (rate, burst, steps) => {
        const bucket = new TokenBucket(rate, burst, 0);
        const taken: { at: number; n: number }[] = [];
        let now = 0;
        for (const [pause, n] of steps) {
          now += pause;
          let wait = bucket.take(now, n);
          if (wait > 0) {
            now += wait;
            wait = bucket.take(now, n);
          }
          assert.equal(wait, 0);
          taken.push({ at: now, n: Math.min(n, burst) });
        }
        for (let first = 0; first < taken.length; first++) {
          let sum = 0;
          for (let last = first; last < taken.length; last++) {
            sum += taken[last].n;
            const most = burst + rate * (taken[last].at - taken[first].at) / 1000;
            assert.ok(sum <= most + 1e-3, `${sum} > ${most}`);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("keys don't share their tokens", () => {
  const buckets = new KeyedBuckets(1, 1, 10);
  assert.equal(buckets.take("a", 0), 0);
  assert.equal(buckets.take("b", 0), 0);
  assert.equal(buckets.take("a", 0), 1000);
});

Deno.test("buckets that are full again are forgotten when a new key comes", () => {
  const buckets = new KeyedBuckets(1, 2, 100);
  for (let i = 0; i < 50; i++) buckets.take(`old${i}`, 0);
  buckets.take("young", 900);
  buckets.take("new", 1000);
  assert.equal(buckets.size, 2);
});

Deno.test("no more keys than the capacity are remembered, those used last", () => {
  const buckets = new KeyedBuckets(1, 1, 3);
  for (const key of ["a", "b", "c"]) buckets.take(key, 0);
  assert.equal(buckets.take("a", 1), 999);
  buckets.take("d", 1);
  assert.equal(buckets.size, 3);
  assert.equal(buckets.take("a", 1), 999, "the key used last must be remembered");
  assert.equal(buckets.take("b", 1), 0, "the key used longest ago must be forgotten");
});
