import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import type { EventRun } from "../bus/bus.ts";
import type { Range, RangeLimit } from "../store/log.ts";
import { encodeEvents, Feed } from "./feed.ts";

const ROOM = "R0000000000000000";

function event(seq: number, kind: "join" | "leave" = "join"): LogEvent {
  const author = { id: "U0000000000000000", name: "alice" };
  return { type: "event", room: ROOM, seq, at: seq, author, kind };
}

function run(from: number, to: number): EventRun {
  const events = Array.from({ length: to - from + 1 }, (_, i) => event(from + i));
  return { room: ROOM, from, to, frames: encodeEvents(events) };
}

/** A log that holds events 1 … head, and can be held up like one behind a network. */
class FakeLog {
  head_ = 0;
  reads = 0;
  /** Those that are no `join`, by `seq`. */
  readonly kinds = new Map<number, "leave">();

  head(): Promise<number> {
    return Promise.resolve(this.head_);
  }

  range(_room: string, { after, upTo }: Range, limit: RangeLimit): Promise<LogEvent[]> {
    this.reads++;
    const last = Math.min(upTo, this.head_, after + limit.events);
    const events: LogEvent[] = [];
    for (let seq = after + 1; seq <= last; seq++) events.push(event(seq, this.kinds.get(seq)));
    return new Promise((resolve) => setImmediate(() => resolve(events)));
  }
}

async function settled(feed: Feed, upTo: number): Promise<void> {
  for (let turn = 0; turn < 1000 && (feed.position(ROOM) ?? 0) < upTo; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function published(into: number[]): (room: string, frames: string) => void {
  return (_room, frames) => into.push(...frames.split("\n").map((f) => JSON.parse(f).seq));
}

Deno.test("a feed publishes what comes without a hole, and reads nothing", async () => {
  const log = new FakeLog();
  const seqs: number[] = [];
  const feed = new Feed(log, published(seqs));
  await feed.open(ROOM);
  log.head_ = 5;
  feed.receive(run(1, 2));
  feed.receive(run(3, 5));
  assert.deepEqual(seqs, [1, 2, 3, 4, 5]);
  assert.equal(log.reads, 0);
});

Deno.test("a feed starts behind what the log holds when it is opened", async () => {
  const log = new FakeLog();
  log.head_ = 7;
  const seqs: number[] = [];
  const feed = new Feed(log, published(seqs));
  await feed.open(ROOM);
  assert.equal(feed.position(ROOM), 7);
  log.head_ = 8;
  feed.receive(run(8, 8));
  assert.deepEqual(seqs, [8]);
});

Deno.test("a beacon finds the last post when that was lost", async () => {
  const log = new FakeLog();
  const seqs: number[] = [];
  const feed = new Feed(log, published(seqs));
  await feed.open(ROOM);
  log.head_ = 3;
  feed.expect(ROOM, 3);
  await settled(feed, 3);
  assert.deepEqual(seqs, [1, 2, 3]);
  assert.equal(feed.counters.repairs, 1);
});

Deno.test("a closed feed takes nothing any more", async () => {
  const log = new FakeLog();
  const seqs: number[] = [];
  const feed = new Feed(log, published(seqs));
  await feed.open(ROOM);
  feed.close(ROOM);
  feed.receive(run(1, 1));
  assert.deepEqual(seqs, []);
  assert.equal(feed.position(ROOM), undefined);
});

Deno.test("a room that is closed and opened again while the log is read gets each event once", async () => {
  const log = new FakeLog();
  const seqs: number[] = [];
  const feed = new Feed(log, published(seqs));
  const first = await feed.open(ROOM);
  log.head_ = 3;
  feed.expect(ROOM, 3);
  feed.close(ROOM);
  const second = await feed.open(ROOM);
  assert.deepEqual([first, second].map((opened) => feed.isOpen(ROOM, opened!)), [false, true]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  log.head_ = 4;
  feed.receive(run(4, 4));
  assert.deepEqual(seqs, [4]);
});

Deno.test("what a lost post left out names whom it put out, before what came after that", async () => {
  const log = new FakeLog();
  log.kinds.set(2, "leave");
  const published: [string, number, string | undefined][] = [];
  const feed = new Feed(log, (_room, frames, events, out) => published.push([frames, events, out]));
  await feed.open(ROOM);
  log.head_ = 4;
  feed.expect(ROOM, 4);
  await settled(feed, 4);
  assert.deepEqual(
    published.map(([frames, events, out]) => [frames.split("\n").length, events, out]),
    [[2, 2, "U0000000000000000"], [2, 2, undefined]],
  );
});

Deno.test("whatever posts are lost, doubled or swapped, each event is published once, in order", async () => {
  const step = fc.record({
    length: fc.integer({ min: 1, max: 5 }),
    fate: fc.constantFrom("arrives", "lost", "twice", "late"),
    turns: fc.integer({ min: 0, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const log = new FakeLog();
      const seqs: number[] = [];
      const feed = new Feed(log, published(seqs));
      const opening = feed.open(ROOM);
      const late: EventRun[] = [];
      for (const { length, fate, turns } of steps) {
        const from = log.head_ + 1;
        log.head_ += length;
        const post = run(from, log.head_);
        if (fate === "arrives" || fate === "twice") feed.receive(post);
        if (fate === "twice") feed.receive(post);
        if (fate === "late") late.push(post);
        for (let turn = 0; turn < turns; turn++) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        if (turns === 2) { for (const post of late.splice(0)) feed.receive(post); }
      }
      await opening;
      feed.expect(ROOM, log.head_);
      await settled(feed, log.head_);
      const first = seqs[0] ?? log.head_ + 1;
      assert.deepEqual(seqs, Array.from({ length: log.head_ + 1 - first }, (_, i) => first + i));
      assert.equal(feed.position(ROOM) ?? 0, log.head_);
    }),
    { numRuns: 200 },
  );
});

Deno.test("a run that came too early is held for those before it, and nothing is read", async () => {
  const log = new FakeLog();
  const seqs: number[] = [];
  const feed = new Feed(log, published(seqs), { hold: 10_000 });
  await feed.open(ROOM);
  log.head_ = 6;
  feed.receive(run(4, 5));
  feed.receive(run(6, 6));
  feed.receive(run(2, 3));
  assert.deepEqual(seqs, []);
  feed.receive(run(1, 1));
  assert.deepEqual(seqs, [1, 2, 3, 4, 5, 6]);
  assert.equal(log.reads, 0);
  feed.close(ROOM);
});

Deno.test("what a held run waits for in vain is read from the log", async () => {
  const log = new FakeLog();
  const seqs: number[] = [];
  const feed = new Feed(log, published(seqs), { hold: 1 });
  await feed.open(ROOM);
  log.head_ = 5;
  feed.receive(run(2, 3));
  feed.receive(run(5, 5));
  await new Promise((resolve) => setTimeout(resolve, 5));
  await settled(feed, 5);
  assert.deepEqual(seqs, [1, 2, 3, 4, 5]);
});

Deno.test("who follows a room is told before the log is asked, and when it ends", async () => {
  const told: string[] = [];
  const log = { head: () => Promise.resolve(0 * told.push("head")), range: () => Promise.reject() };
  const feed = new Feed(log, () => {}, {
    onFollow: (_room, follows) => told.push(follows ? "follow" : "unfollow"),
  });
  await feed.open(ROOM);
  await feed.open(ROOM);
  feed.close(ROOM);
  feed.close(ROOM);
  assert.deepEqual(told, ["follow", "head", "unfollow"]);
});
