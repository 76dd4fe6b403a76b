import assert from "node:assert/strict";
import { retryDelay } from "./backoff.ts";

Deno.test("a webhook waits twice as long after each failure in a row, an hour at the most", () => {
  const longest = [1, 2, 3, 4, 12, 13, 100].map((failures) => retryDelay(failures, 0));
  assert.deepEqual(longest, [1_000, 2_000, 4_000, 8_000, 2_048_000, 3_600_000, 3_600_000]);
});

Deno.test("chance takes up to half of the wait away", () => {
  for (const failures of [1, 5, 2000]) {
    const most = retryDelay(failures, 0);
    assert.equal(retryDelay(failures, 0.5), most * 0.75);
    assert.ok(retryDelay(failures, 0.999) >= most / 2);
  }
});
