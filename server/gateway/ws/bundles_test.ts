import assert from "node:assert/strict";
import { limits } from "../../../shared/limits.ts";
import { Reader, setUp } from "./testing/fan_out_rig.ts";

/** Readers of the room, of whom the first is in two others as well. */
function inThreeRooms(readers: number, slice?: number) {
  const rig = setUp(readers, slice);
  for (const room of ["second", "third"]) rig.fanOut.subscribe(room, rig.readers[0]);
  return rig;
}

Deno.test("whoever is in several rooms that tell something gets it with one send", () => {
  const { clock, fanOut, readers: [everywhere, other] } = inThreeRooms(2);
  for (const room of ["room", "second", "room", "third"]) fanOut.publish(room, room);
  clock.pass();
  assert.deepEqual([everywhere.texts, other.texts], [["room\nroom\nsecond\nthird"], [
    "room\nroom",
  ]]);
  assert.deepEqual([fanOut.counters.payloads, fanOut.counters.sends], [3, 2]);
});

Deno.test("what would be too long for one message goes out in several, in order", () => {
  const { clock, fanOut, readers: [reader] } = inThreeRooms(1);
  const half = "x".repeat(limits.payloadLength / 2);
  for (const room of ["room", "second"]) fanOut.publish(room, `${room} ${half}`);
  clock.pass();
  assert.deepEqual(reader.texts.map((text) => text.split(" ")[0]), ["room", "second"]);
});

Deno.test("what costs more to copy than to send goes out as the payloads that all share", () => {
  const { clock, fanOut, readers: [reader, other] } = inThreeRooms(2);
  fanOut.subscribe("second", other);
  for (const room of ["room", "second"]) fanOut.publish(room, "x".repeat(limits.sendCost / 2));
  clock.pass();
  assert.equal(reader.payloads.length, 2);
  for (const [n, payload] of reader.payloads.entries()) assert.equal(payload, other.payloads[n]);
});

Deno.test("a flush of several rooms goes out in slices; who leaves a room in between gets nothing more of it", () => {
  // Each slice is one send.
  const { clock, fanOut, readers: [first, second, third] } = inThreeRooms(3, limits.sendCost);
  for (const reader of [second, third]) fanOut.subscribe("second", reader);
  fanOut.publish("room", "of the room");
  fanOut.publish("second", "of the second");
  clock.pass();
  assert.deepEqual([first, second, third].map(({ payloads }) => payloads.length), [1, 0, 0]);
  fanOut.unsubscribe("room", second);
  fanOut.drop(third);
  const comes = new Reader();
  fanOut.publish("room", "later");
  fanOut.subscribe("room", comes);
  assert.deepEqual(first.texts, ["of the room\nof the second", "later"]);
  assert.deepEqual(
    second.texts,
    ["of the second"],
    "what is on its way goes out before what is later",
  );
  assert.deepEqual([third.texts, comes.texts], [[], []]);
});
