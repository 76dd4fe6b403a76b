import assert from "node:assert/strict";
import { describeTime, parseTime } from "./duration.ts";

Deno.test("a time is a number and a unit, and nothing else", () => {
  const times = { "90s": 90, "10m": 600, "2h": 7200, "7d": 604_800, "4w": 2_419_200 };
  for (const [word, seconds] of Object.entries(times)) assert.equal(parseTime(word), seconds);
  for (const word of ["", "5", "0m", "m", "-1h", "1.5h", "1y", "1h30m", "1234567s", "2H"]) {
    assert.equal(parseTime(word), undefined, word);
  }
});

Deno.test("a time is told in the largest unit that is exact", () => {
  assert.equal(describeTime(86_400), "1 day");
  assert.equal(describeTime(7200), "2 hours");
  assert.equal(describeTime(90), "90 seconds");
  assert.equal(describeTime(600), "10 minutes");
});
