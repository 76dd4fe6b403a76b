import assert from "node:assert/strict";
import { openSync } from "node:fs";
import process from "node:process";
import { GrowingRoom, safeConnections } from "./descriptors.ts";

const limited = (limit: number) => () => {
  if (limit-- === 0) throw new Error("EMFILE");
  return openSync(process.execPath, "r");
};

Deno.test("connections stay below the limit of descriptors, and below what is wanted", () => {
  assert.equal(safeConnections(50, 1), 50);
  assert.equal(safeConnections(5_000, 1, limited(336)), 100);
  assert.equal(safeConnections(5_000, 2, limited(368)), 26, "each gateway needs some");
  assert.equal(safeConnections(5_000, 8, limited(336)), 1);
});

Deno.test("a single gateway has room for more, until the limit is near: that is told once", () => {
  let tries = 0;
  const open = () => {
    tries++;
    return openSync(process.execPath, "r");
  };
  const wide = new GrowingRoom(() => assert.fail("There is no limit near."), open);
  assert.ok(wide.hasRoom(0));
  const first = tries;
  assert.ok(wide.hasRoom(100));
  assert.equal(tries, first, "what was found is not looked for again");
  assert.ok(wide.hasRoom(200));
  assert.equal(tries, 2 * first);

  const told: number[] = [];
  const narrow = new GrowingRoom((connections) => told.push(connections), limited(256));
  assert.deepEqual([0, 19, 20, 21, 500].map((each) => narrow.hasRoom(each)), [
    true,
    true,
    false,
    false,
    false,
  ]);
  assert.deepEqual(told, [20]);
});
