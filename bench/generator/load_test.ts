/**
 * Tests of the load generator against the real server: what it counts is what there is.
 * @module
 */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { parley } from "../subjects/parley.ts";
import { oneRoom, type RunningSubject, type World } from "../subjects/subject.ts";
import { Load } from "./load.ts";

/** Runs a load on a server of its own. */
async function withLoad(
  world: World,
  run: (load: Load, server: RunningSubject) => Promise<void>,
): Promise<void> {
  const server = await parley.start(world);
  const load = new Load();
  try {
    await run(load, server);
  } finally {
    load.close();
    await server.stop();
  }
}

Deno.test("a flood counts every delivery and every acknowledgement, a paced load times them", () =>
  withLoad(oneRoom(5), async (load, { dialect }) => {
    await load.open(dialect, 3, 2);
    load.startFlood(20);
    while (load.count().acked < 100) await sleep(10);
    await load.stopFlood();
    const { acked, deliveries } = load.count();
    assert.ok(acked >= 100);
    assert.equal(Math.round(deliveries), 3 * acked);

    const pace = { rate: 200, warmUp: 50, time: 250 };
    const all = await load.pace(pace);
    assert.deepEqual([all.acks.length, all.deliveries.length], [50, 150]);
    assert.ok([...all.acks, ...all.deliveries].every((time) => time > 0));
    const some = await load.pace({ ...pace, timed: 2 });
    assert.deepEqual([some.acks.length, some.deliveries.length], [50, 100]);
  }));

Deno.test("a flood of many rooms reaches the members of each, and nobody else", () =>
  withLoad({ people: 6, rooms: 6, roomsOfEach: 2 }, async (load, { dialect }) => {
    await load.open(dialect, 0, 6);
    load.startRoomsFlood(12);
    while (load.count().acked < 100) await sleep(10);
    await load.stopFlood();
    const { acked, deliveries } = load.count();
    assert.equal(deliveries, 2 * acked);
  }));

Deno.test("whoever was cut comes back and gets what was said meanwhile, once", () =>
  withLoad(oneRoom(4), async (load, { dialect }) => {
    await load.open(dialect, 3, 1);
    await load.cut(10);
    const [hello] = dialect.opening;
    // The room: it was made, and four people are in it, one of whom made it.
    const cursors = { [dialect.rooms[0]]: 4 };
    const says = JSON.stringify({ ...JSON.parse(hello.says), cursors });
    const { times, messages } = await load.storm({ ...dialect, opening: [{ says }] }, 3, 10);
    assert.equal(times.length, 3);
    assert.equal(messages, 30);
  }));

Deno.test("a server that cuts a connection makes the figures void", async () => {
  const server = await parley.start(oneRoom(3));
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
