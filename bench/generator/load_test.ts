/**
 * Tests of the load generator against the real server: what it counts is what there is.
 * @module
 */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { parley } from "../subjects/parley.ts";
import { deliveriesBetween } from "./flood.ts";
import { Load } from "./load.ts";

Deno.test("a flood counts every delivery and every acknowledgement, a paced load times them", async () => {
  const server = await parley.start();
  const load = new Load();
  try {
    await load.open(server.dialect, 3, 2);
    load.startFlood(20);
    const before = load.count();
    while (load.count().acked < 100) await sleep(10);
    await load.stopFlood();
    const after = load.count();
    assert.ok(after.acked >= 100);
    assert.equal(after.sampleMessages, after.acked);
    assert.equal(Math.round(deliveriesBetween(before, after)), 3 * after.acked);

    const { acks, deliveries } = await load.pace({ rate: 200, warmUp: 50, time: 250 });
    assert.deepEqual([acks.length, deliveries.length], [50, 150]);
    assert.ok([...acks, ...deliveries].every((time) => time > 0));
  } finally {
    load.close();
    await server.stop();
  }
});

Deno.test("a server that cuts a connection makes the figures void", async () => {
  const server = await parley.start();
  const load = new Load();
  try {
    await load.open(server.dialect, 2, 1);
    load.startFlood(1);
    await load.stopFlood();
  } finally {
    await server.stop();
  }
  const isCut = () => {
    try {
      load.count();
      return false;
    } catch (error) {
      assert.match(String(error), /cut \d of 3 connections/);
      return true;
    }
  };
  for (let looks = 0; looks < 500 && !isCut(); looks++) await sleep(10);
  assert.ok(isCut());
  load.close();
});
