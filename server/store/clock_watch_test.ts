import assert from "node:assert/strict";
import { ClockWatch } from "./clock_watch.ts";

const HOUR = 3600_000;

Deno.test("a clock that is put forward is not trusted for a day, one that runs or is put back is", () => {
  let now = 1e12;
  let elapsed = 5000;
  const clock = new ClockWatch(() => now, () => elapsed);
  const pass = (time: number) => {
    now += time;
    elapsed += time;
  };
  assert.equal(clock.isTrusted, true);
  pass(1000 * HOUR);
  assert.equal(clock.isTrusted, true);
  now -= HOUR;
  assert.equal(clock.isTrusted, true);
  now += 365 * 24 * HOUR;
  assert.equal(clock.isTrusted, false);
  pass(23 * HOUR);
  assert.equal(clock.isTrusted, false);
  pass(HOUR);
  assert.equal(clock.isTrusted, true, "it was meant so, it seems");
});
