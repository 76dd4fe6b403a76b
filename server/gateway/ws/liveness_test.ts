import assert from "node:assert/strict";
import { limits } from "../../../shared/limits.ts";
import { CLOSE } from "../../../shared/protocol/mod.ts";
import { FLOOD, Liveness } from "./liveness.ts";

const sends = { rate: limits.sendsPerSecond, burst: limits.sendBurst };

Deno.test("whoever says all at once that an account may send and ask is heard, for ever", () => {
  const liveness = new Liveness(0, sends);
  for (let i = 0; i < limits.sendBurst; i++) {
    assert.equal(liveness.heard(0, limits.messageBytes), undefined);
  }
  for (let i = 0; i < limits.requestBurst; i++) assert.equal(liveness.heard(0, 200), undefined);
  const perSecond = limits.sendsPerSecond + limits.requestsPerSecond;
  for (let second = 1; second < 100; second++) {
    for (let i = 0; i < perSecond; i++) {
      assert.equal(liveness.heard(second * 1000, limits.messageBytes / 4), undefined);
    }
  }
});

Deno.test("whoever goes on far beyond that is cut, by few long frames as by many short ones", () => {
  for (const length of [0, 1000, limits.incomingBytes]) {
    const liveness = new Liveness(0, sends);
    let frames = 0;
    while (liveness.heard(0, length) === undefined) frames++;
    assert.ok(frames < 1000 && frames * length < 4 * 1024 * 1024, `${frames} of ${length}`);
    assert.equal(liveness.heard(0, length), FLOOD);
  }
});

Deno.test("where sends have no limit, nothing that is said has", () => {
  const liveness = new Liveness(0, { rate: 0, burst: 1 });
  for (let i = 0; i < 100_000; i++) assert.equal(liveness.heard(0, 1000), undefined);
});

Deno.test("whoever is quiet is pinged once, then cut; any sign of life starts that anew", () => {
  const liveness = new Liveness(0, sends);
  assert.equal(liveness.judge(limits.pingAfter, true), undefined);
  assert.equal(liveness.judge(limits.pingAfter + 1, true), "ping");
  assert.equal(liveness.judge(limits.pingAfter + 1000, true), undefined);
  liveness.heard(limits.pingAfter + 2000, 0);
  assert.equal(liveness.judge(2 * limits.pingAfter + 2001, true), "ping");
  const end = liveness.judge(limits.pingAfter + 2001 + limits.deadAfter, true);
  assert.equal((end as { code: number }).code, CLOSE.silent);
});

Deno.test("whoever says no hello in time is cut, whatever else comes", () => {
  const liveness = new Liveness(0, sends);
  liveness.heard(limits.helloTime, 0);
  assert.equal(liveness.judge(limits.helloTime, false), undefined);
  const end = liveness.judge(limits.helloTime + 1, false);
  assert.equal((end as { code: number }).code, CLOSE.noHello);
});
