import assert from "node:assert/strict";
import fc from "fast-check";
import { limits } from "../../../shared/limits.ts";
import { FanOut } from "./fan_out.ts";
import { Clock, Reader, setUp } from "./testing/fan_out_rig.ts";

Deno.test("what is published in one turn becomes one payload, the same object for every subscriber", () => {
  const { clock, fanOut, readers } = setUp(500);
  for (let i = 1; i <= 40; i++) fanOut.publish("room", `event ${i}`);
  assert.equal(readers[0].payloads.length, 0);
  while (clock.due.length > 0) clock.pass();
  assert.deepEqual(Object.values(fanOut.counters), [1, 1, 500, 0, 20_000]);
  assert.equal(new Set(readers.flatMap((reader) => reader.payloads)).size, 1);
  assert.equal(
    readers[7].texts[0],
    Array.from({ length: 40 }, (_, i) => `event ${i + 1}`).join("\n"),
  );
});

Deno.test("each room's subscribers get that room's texts only", () => {
  const { clock, fanOut, readers: [first, both] } = setUp(2);
  const second = new Reader();
  fanOut.subscribe("other", second);
  fanOut.subscribe("other", both);
  fanOut.publish("room", "a");
  fanOut.publish("other", "b");
  fanOut.publish("nobody's", "c");
  clock.pass();
  assert.deepEqual([first.texts, both.texts, second.texts], [["a"], ["a\nb"], ["b"]]);
  assert.equal(fanOut.counters.payloads, 2);
});

Deno.test("after a quiet time the flush comes at the next turn, while busy one interval after the last", () => {
  const { clock, fanOut, readers: [reader] } = setUp(1);
  fanOut.publish("room", "1");
  clock.pass();
  assert.deepEqual(reader.texts, ["1"]);
  clock.pass(2);
  fanOut.publish("room", "2");
  clock.pass();
  clock.pass(limits.flushInterval - 3);
  fanOut.publish("room", "3");
  assert.deepEqual(reader.texts, ["1"]);
  clock.pass(1);
  assert.deepEqual(reader.texts, ["1", "2\n3"]);
  clock.pass(1000);
  fanOut.publish("room", "4");
  clock.pass();
  assert.deepEqual(reader.texts, ["1", "2\n3", "4"]);
});

Deno.test("nothing is planned while nothing is published", () => {
  const { clock, fanOut } = setUp(1);
  fanOut.publish("room", "1");
  clock.pass();
  assert.equal(clock.due.length, 0);
  fanOut.publish("nobody's", "1");
  assert.equal(clock.due.length, 0);
});

Deno.test("a subscriber sees nothing from before it came", () => {
  const { clock, fanOut, readers: [early] } = setUp(1);
  const late = new Reader();
  fanOut.publish("room", "before");
  fanOut.subscribe("room", late);
  assert.deepEqual(early.texts, ["before"], "the others' texts must not be lost for it");
  fanOut.publish("room", "after");
  clock.pass(limits.flushInterval);
  assert.deepEqual([early.texts, late.texts], [["before", "after"], ["after"]]);
});

Deno.test("a subscriber gets nothing after it left one room, or all", () => {
  const { clock, fanOut, readers: [one, all, stays] } = setUp(3);
  for (const reader of [one, all]) fanOut.subscribe("other", reader);
  fanOut.publish("room", "a");
  fanOut.publish("other", "b");
  fanOut.unsubscribe("room", one);
  fanOut.drop(all);
  clock.pass();
  assert.deepEqual([one.texts, all.texts, stays.texts], [["b"], [], ["a"]]);
  assert.deepEqual([fanOut.subscribers("room"), fanOut.subscribers("other")], [1, 1]);
  fanOut.unsubscribe("other", one);
  assert.equal(fanOut.subscribers("other"), 0);
  fanOut.publish("other", "c");
  clock.pass(limits.flushInterval);
  assert.equal(fanOut.counters.payloads, 2);
});

Deno.test("a slow subscriber is cut from all its rooms once, and the others get everything", () => {
  const { clock, fanOut, readers } = setUp(100, Infinity);
  const slow = readers[50];
  fanOut.subscribe("other", slow);
  fanOut.publish("room", "1");
  clock.pass();
  slow.waiting = limits.outboxBytes + 1;
  fanOut.publish("room", "2");
  fanOut.publish("other", "x");
  clock.pass(limits.flushInterval);
  fanOut.publish("room", "3");
  clock.pass(limits.flushInterval);
  assert.equal(slow.cut, 1);
  assert.deepEqual(slow.texts, ["1"]);
  assert.deepEqual([fanOut.subscribers("room"), fanOut.subscribers("other")], [99, 0]);
  for (const reader of readers) {
    if (reader !== slow) assert.deepEqual(reader.texts, ["1", "2", "3"]);
  }
  assert.deepEqual(Object.values(fanOut.counters), [3, 4, 298, 1, 300]);
});

Deno.test("a subscriber with exactly the outbox's limit waiting is not cut", () => {
  const { clock, fanOut, readers: [reader] } = setUp(1);
  reader.waiting = limits.outboxBytes;
  fanOut.publish("room", "1");
  clock.pass();
  assert.deepEqual([reader.texts, reader.cut], [["1"], 0]);
});

Deno.test("what is sent at once goes to all but those left out and those who read too slowly", () => {
  const { clock, fanOut, readers: [first, second, slow] } = setUp(3);
  slow.waiting = limits.outboxBytes + 1;
  fanOut.publish("room", "event");
  fanOut.sendNow("room", "notice", [first]);
  fanOut.sendNow("nobody's", "notice");
  assert.deepEqual([first, second, slow].map((reader) => reader.texts), [[], ["notice"], []]);
  assert.equal(slow.cut, 0, "a notice is no reason to cut anybody");
  clock.pass();
  assert.deepEqual(second.texts, ["notice", "event"]);
});

Deno.test("what is published, subscribed and dropped while a flush runs disturbs it not", () => {
  const { clock, fanOut, readers: [slow, also, stays] } = setUp(3);
  const comes = new Reader();
  slow.waiting = also.waiting = limits.outboxBytes + 1;
  slow.onSlow = () => {
    fanOut.publish("room", "slow is gone");
    fanOut.drop(also);
    fanOut.subscribe("room", comes);
    fanOut.publish("room", "comes is here");
  };
  fanOut.publish("room", "1");
  clock.pass();
  clock.pass(limits.flushInterval);
  assert.deepEqual([slow.cut, also.cut], [1, 1]);
  assert.deepEqual(stays.texts, ["1", "slow is gone", "comes is here"]);
  assert.deepEqual(comes.texts, ["comes is here"]);
});

const step = fc.record({
  act: fc.constantFrom(
    ...[
      "publish",
      "publish",
      "publish",
      "subscribe",
      "leave",
      "drop",
      "flushRoom",
      "pass",
    ] as const,
  ),
  room: fc.constantFrom("a", "b"),
  who: fc.nat(2),
  time: fc.nat(7),
});

Deno.test("a long flush goes out in slices, with a turn between them", () => {
  // Each slice is two sends.
  const { clock, fanOut, readers } = setUp(5, 2 * limits.sendCost);
  const texts = () => readers.map(({ texts }) => texts.join());
  fanOut.publish("room", "1");
  clock.pass();
  assert.deepEqual(texts(), ["1", "1", "", "", ""]);
  fanOut.publish("room", "2");
  const comes = new Reader();
  fanOut.unsubscribe("room", readers[2]);
  clock.pass();
  assert.deepEqual(texts(), ["1", "1", "", "1\n2", "1\n2"], "the later get what came meanwhile");
  fanOut.subscribe("room", comes);
  assert.deepEqual(texts(), ["1,2", "1,2", "", "1\n2", "1\n2"], "all from before goes out first");
  assert.deepEqual(comes.payloads, []);
  fanOut.publish("room", "3");
  while (clock.due.length > 0) clock.pass(limits.flushInterval);
  assert.deepEqual(readers[4].texts, ["1\n2", "3"]);
  assert.deepEqual(comes.texts, ["3"]);
});

Deno.test("a long payload is made once for all, whatever comes while it goes out", () => {
  const { clock, fanOut, readers } = setUp(5, limits.sendCost);
  fanOut.publish("room", "first");
  clock.pass();
  fanOut.publish("room", "x".repeat(limits.sendCost));
  const lengths = () => readers.map(({ payloads }) => payloads.length);
  clock.pass();
  assert.deepEqual(lengths(), [1, 1, 0, 0, 0]);
  for (let turn = 0; turn < 3; turn++) {
    fanOut.publish("room", "later");
    clock.pass();
  }
  assert.deepEqual(lengths(), [1, 1, 1, 1, 1]);
  while (clock.due.length > 0) clock.pass(limits.flushInterval);
  const [, second, third] = readers.map(({ payloads }) => payloads);
  for (const n of [0, 1]) assert.ok(second[n] === third[n], "the same object");
  for (const { texts } of readers) assert.equal(texts.join("\n").split("later").length, 4);
});

Deno.test("while it is busy a flush of short payloads is spread over its interval", () => {
  const { flushInterval } = limits;
  // Each of the five readers is a slice.
  const { clock, fanOut, readers } = setUp(5, 1);
  const served = () => readers.filter(({ texts }) => texts.join("\n").includes("2")).length;
  fanOut.publish("room", "1");
  for (let turn = 0; turn < 4; turn++) clock.pass();
  fanOut.publish("room", "2");
  for (let turn = 0; turn < 2; turn++) clock.pass();
  assert.equal(served(), 1, "a flush after a quiet time waits for nothing");
  clock.pass(flushInterval);
  assert.equal(served(), 2);
  for (let reader = 3; reader <= 5; reader++) {
    clock.pass(flushInterval / 5 - 0.3);
    assert.equal(served(), reader - 1);
    clock.pass(0.31);
    assert.equal(served(), reader);
  }
});

Deno.test("flushes begin an interval apart; a long one makes it longer, up to a limit", () => {
  const { flushInterval, flushPause, flushShare } = limits;
  for (
    const [took, interval] of [
      [1, flushInterval],
      [3, flushInterval],
      [12, 12 / flushShare],
      [300, 300 + flushPause],
    ]
  ) {
    const { clock, fanOut, readers: [reader, other] } = setUp(2);
    reader.send = () => void (clock.time += took);
    fanOut.publish("room", "1");
    clock.pass();
    clock.pass();
    fanOut.publish("room", "2");
    clock.pass(interval - took - 1);
    assert.deepEqual(other.texts, ["1"]);
    clock.pass(1);
    clock.pass();
    assert.deepEqual(other.texts, ["1", "2"]);
  }
});

Deno.test("any order of calls gives every subscriber what was published while it was subscribed, in order", () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 80 }), fc.nat(2), (steps, sends) => {
    const clock = new Clock();
    const fanOut = new FanOut(clock, sends * limits.sendCost || undefined);
    const readers = [new Reader(), new Reader(), new Reader()];
    const rooms = readers.map(() => new Set<string>());
    const expected = readers.map(() => [] as string[]);
    const carryOut = (act: (typeof steps)[number]["act"], room: string, who: number, n: number) => {
      switch (act) {
        case "publish":
          fanOut.publish(room, `${room}${n}`);
          return rooms.forEach((set, i) => set.has(room) && expected[i].push(`${room}${n}`));
        case "subscribe":
          fanOut.subscribe(room, readers[who]);
          return rooms[who].add(room);
        case "leave":
          // Who leaves loses what waits, by contract; flushed first, nothing may be missing.
          fanOut.flushRoom(room);
          fanOut.unsubscribe(room, readers[who]);
          return rooms[who].delete(room);
        case "drop":
          fanOut.flushAll();
          fanOut.drop(readers[who]);
          return rooms[who].clear();
        case "flushRoom":
          return fanOut.flushRoom(room);
        case "pass":
          return clock.pass(steps[n].time);
        default:
          act satisfies never;
      }
    };
    steps.forEach(({ act, room, who }, n) => carryOut(act, room, who, n));
    while (clock.due.length > 0) clock.pass(limits.flushInterval);
    readers.forEach((reader, i) => {
      const got = reader.texts.flatMap((text) => text.split("\n"));
      for (const room of ["a", "b"]) {
        const ofRoom = (text: string) => text.startsWith(room);
        assert.deepEqual(got.filter(ofRoom), expected[i].filter(ofRoom));
      }
    });
  }));
});
