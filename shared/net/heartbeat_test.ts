/**
 * Tests of the heartbeat.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../limits.ts";
import { Heartbeat } from "./heartbeat.ts";
import { ManualClock } from "./testing/manual_clock.ts";

function start() {
  const clock = new ManualClock();
  const seen = { pings: 0, deaths: 0 };
  const heartbeat = new Heartbeat(clock, () => seen.pings++, () => seen.deaths++);
  return { clock, seen, heartbeat };
}

Deno.test("a connection that talks is never pinged", () => {
  const { clock, seen, heartbeat } = start();
  for (let i = 0; i < 20; i++) {
    clock.advance(14_000);
    heartbeat.alive();
  }
  assert.deepEqual(seen, { pings: 0, deaths: 0 });
});

Deno.test("a quiet connection is pinged, and lives on if it answers", () => {
  const { clock, seen, heartbeat } = start();
  clock.advance(15_000);
  assert.deepEqual(seen, { pings: 1, deaths: 0 });
  clock.advance(9_000);
  heartbeat.alive();
  clock.advance(10_000);
  assert.deepEqual(seen, { pings: 1, deaths: 0 });
});

Deno.test("a connection that does not answer the ping is dead, once", () => {
  const { clock, seen } = start();
  clock.advance(24_999);
  assert.deepEqual(seen, { pings: 1, deaths: 0 });
  clock.advance(1_000_000);
  assert.deepEqual(seen, { pings: 1, deaths: 1 });
  assert.equal(clock.waiting, 0);
});

Deno.test("where there is doubt it asks at once, and gives up sooner", () => {
  const { clock, seen, heartbeat } = start();
  heartbeat.check(limits.doubtfulPongTime);
  assert.equal(seen.pings, 1);
  clock.advance(limits.doubtfulPongTime / 2);
  heartbeat.alive();
  clock.advance(limits.doubtfulPongTime);
  assert.equal(seen.deaths, 0);
  heartbeat.check(limits.doubtfulPongTime);
  clock.advance(limits.doubtfulPongTime);
  assert.deepEqual(seen, { pings: 2, deaths: 1 });
});

Deno.test("a stopped heartbeat leaves no timer", () => {
  const { clock, heartbeat } = start();
  heartbeat.stop();
  assert.equal(clock.waiting, 0);
  clock.advance(100_000);
});
