import assert from "node:assert/strict";
import { judgeSending } from "./sending.ts";

Deno.test("slow mode holds for its time, and no longer when the clock was set back", () => {
  const HOUR = 3600 * 1000;
  const lastSend = new Map([["U1", 2 * HOUR]]);
  const rules = { archived: false, slowMode: 60, mutedUntil: new Map(), lastSend };
  const judge = (now: number) => judgeSending({ now, account: "U1", role: "member", rules })?.code;
  assert.equal(judge(2 * HOUR), "rate-limited");
  assert.equal(judge(2 * HOUR + 59_999), "rate-limited");
  assert.equal(judge(2 * HOUR + 60_000), undefined);
  assert.equal(judge(HOUR), undefined);
});
