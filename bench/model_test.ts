/**
 * Tests of the model.
 * @module
 */
import assert from "node:assert/strict";
import { type Costs, fitLine, nodesReached, onCluster, onMachine } from "./model.ts";

function isNear(value: number, expected: number): void {
  assert.ok(Math.abs(value - expected) <= 1e-9 * Math.abs(expected), `${value}, not ${expected}`);
}

Deno.test("points on a line give that line, and none is off it", () => {
  const { a, b, worst } = fitLine([10, 100, 2000].map((x) => ({ x, y: 30 + 0.1 * x })));
  isNear(a, 30);
  isNear(b, 0.1);
  assert.ok(worst < 1e-9);
});

Deno.test("a point that is off the line shows as the worst", () => {
  const { worst } = fitLine([{ x: 1, y: 1 }, { x: 2, y: 2 }, { x: 3, y: 6 }]);
  assert.ok(worst > 0.2);
});

const COSTS: Costs = { store: 20e-6, message: 30e-6, post: 10e-6, delivery: 0.1e-6 };

Deno.test("with few members the store ends it, with many the gateways, on a small machine its cores", () => {
  const few = onMachine(COSTS, 64, 10);
  isNear(few.messages, 50_000);
  assert.equal(few.gateways, 4);
  const many = onMachine(COSTS, 64, 100_000);
  isNear(many.messages, 64 / (20e-6 + 64 * 10e-6 + 30e-6 + 10_000e-6));
  isNear(onMachine(COSTS, 1, 500).messages, 1 / (20e-6 + 10e-6 + 30e-6 + 50e-6));
});

Deno.test("more cores never carry less", () => {
  let before = 0;
  for (const cores of [1, 2, 4, 8, 16, 32, 64]) {
    const { messages } = onMachine(COSTS, cores, 2_000);
    assert.ok(messages >= before);
    before = messages;
  }
});

Deno.test("a cluster grows with its nodes where people are routed, and falls behind where they aren't", () => {
  const cluster = { nodes: 1_000, cores: 4, routed: true };
  isNear(onCluster(COSTS, cluster, 500), 1_000 * onMachine(COSTS, 4, 500).messages);
  assert.ok(
    onCluster(COSTS, { ...cluster, routed: false }, 500) < onCluster(COSTS, cluster, 500) / 5,
  );
  isNear(nodesReached(1, 500), 1);
  assert.ok(nodesReached(1_000, 500) > 390 && nodesReached(1_000, 500) < 400);
});
