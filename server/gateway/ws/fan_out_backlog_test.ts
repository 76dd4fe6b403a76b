import assert from "node:assert/strict";
import { limits } from "../../../shared/limits.ts";
import { setUp } from "./testing/fan_out_rig.ts";

Deno.test("a long backlog goes out in payloads below the limit, one a flush, in order", () => {
  const { clock, fanOut, readers: [reader] } = setUp(1);
  const texts = Array.from({ length: 100 }, (_, i) => `${i} `.padEnd(8000, "x"));
  for (const text of texts) fanOut.publish("room", text);
  clock.pass();
  assert.equal(reader.payloads.length, 1);
  while (clock.due.length > 0) clock.pass(limits.flushInterval);
  assert.equal(reader.payloads.length, Math.ceil(100 * 8001 / limits.payloadLength));
  for (const text of reader.texts) assert.ok(text.length <= limits.payloadLength);
  assert.deepEqual(reader.texts.join("\n").split("\n"), texts);
});

Deno.test("a text over the payload's limit goes out alone and whole", () => {
  const { clock, fanOut, readers: [reader] } = setUp(1);
  const long = "x".repeat(limits.payloadLength + 1);
  for (const text of ["a", long, "b"]) fanOut.publish("room", text);
  fanOut.flushAll();
  assert.deepEqual(reader.texts, ["a", long, "b"]);
  clock.pass();
  assert.equal(reader.payloads.length, 3);
});

Deno.test("what waits is counted, until it is sent or nobody is left to get it", () => {
  const { clock, fanOut, readers: [reader] } = setUp(1);
  const half = "x".repeat(limits.fanOutBacklog / 2);
  fanOut.publish("room", half);
  fanOut.publish("nobody's", half);
  assert.equal(fanOut.isBehind, false);
  fanOut.publish("room", half);
  assert.equal(fanOut.isBehind, true);
  for (let turn = 0; turn < 2; turn++) clock.pass();
  assert.equal(fanOut.isBehind, false);
  fanOut.publish("room", half);
  assert.equal(fanOut.isBehind, true);
  fanOut.unsubscribe("room", reader);
  fanOut.subscribe("room", reader);
  assert.equal(fanOut.isBehind, false);
  for (let n = 0; n < 10; n++) {
    fanOut.publish("room", half);
    fanOut.flushRoom("room");
  }
  assert.equal(fanOut.isBehind, false);
});

Deno.test("whoever waits until a room has caught up goes on when it has, or when nobody is left in it", async () => {
  const { clock, fanOut, readers: [reader] } = setUp(1);
  const goneOn: string[] = [];
  const wait = async (name: string, room = "room") => {
    await fanOut.caughtUp(room);
    goneOn.push(name);
  };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const most = "x".repeat(limits.fanOutLag);
  fanOut.publish("room", "x");
  await wait("below the limit");
  fanOut.publish("room", most);
  await wait("of another room", "other");
  wait("over the limit");
  await turn();
  assert.deepEqual(goneOn.splice(0), ["below the limit", "of another room"]);
  clock.pass();
  await turn();
  assert.deepEqual(goneOn, [], "the long one still waits");
  while (clock.due.length > 0) clock.pass(limits.flushInterval);
  await turn();
  assert.deepEqual(goneOn.splice(0), ["over the limit"]);
  fanOut.publish("room", most);
  wait("of a room that is left");
  fanOut.drop(reader);
  await turn();
  assert.deepEqual(goneOn, ["of a room that is left"]);
});

Deno.test("a room with more than a payload left goes on without a pause", () => {
  const { clock, fanOut, readers: [reader] } = setUp(1, Infinity);
  for (let n = 0; n < 4; n++) fanOut.publish("room", "x".repeat(limits.payloadLength));
  for (let turn = 0; turn < 3; turn++) clock.pass();
  assert.equal(reader.payloads.length, 3);
  clock.pass();
  assert.equal(reader.payloads.length, 3, "the last one may become fuller");
  clock.pass(limits.flushInterval);
  assert.equal(reader.payloads.length, 4);
});
