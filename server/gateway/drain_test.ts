import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { randomOf } from "../../tests/support/random.ts";
import { sendAway } from "./drain.ts";

/** When so many connections are told to come back, in seconds, the first first. */
function timesOf(connections: number): number[] {
  const { between } = randomOf(7);
  const times: number[] = [];
  const sessions = Array.from({ length: connections }, () => ({
    end(code: number, reason: string, after: number) {
      assert.deepEqual([code, reason], [4000, "Bye."]);
      times.push(after);
    },
  }));
  sendAway(new Set(sessions), "Bye.", () => between(0, 999_999) / 1_000_000);
  assert.equal(times.length, connections);
  return times.sort((a, b) => a - b);
}

Deno.test("nobody comes back before the server may be up, and few wait for long", () => {
  for (const connections of [1, 10, 100]) {
    for (const after of timesOf(connections)) {
      assert.ok(after >= limits.returnDelay / 1000, `${after}`);
      assert.ok(after <= (limits.returnDelay + limits.returnWindow) / 1000, `${after}`);
    }
  }
});

Deno.test("many come back in a window that grows with their number, and no second sees too many", () => {
  for (const connections of [2_000, 10_000]) {
    const times = timesOf(connections);
    const first = limits.returnDelay / 1000;
    const seconds = connections / limits.returnsPerSecond;
    assert.ok(times[0] >= first && times.at(-1)! <= first + seconds);
    for (let second = 0; second < seconds; second++) {
      const from = first + second;
      const inIt = times.filter((after) => after >= from && after < from + 1).length;
      assert.ok(
        Math.abs(inIt - limits.returnsPerSecond) < limits.returnsPerSecond / 4,
        `${inIt} of ${connections} come in second ${second}`,
      );
    }
  }
});
