/**
 * Tests of the cursors.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { limits } from "../limits.ts";
import type { LogEvent, Room } from "../protocol/mod.ts";
import { type Delivery, type GapPolicy, Resume } from "./resume.ts";

const A = "R000000000000000A";
const B = "R000000000000000B";

function event(seq: number, room = A): LogEvent {
  return { type: "event", kind: "join", room, seq, at: 0, author: { id: "U1", name: "u" } };
}

function events(from: number, to: number, room = A): LogEvent[] {
  return Array.from({ length: to - from + 1 }, (_, i) => event(from + i, room));
}

function room(id: string, head: number): Room {
  return { id, head, name: id.toLowerCase(), kind: "public" };
}

/** Deliveries in short: a number for an event, text for what was skipped. */
function short(deliveries: Delivery[] | undefined) {
  return deliveries?.map((delivery) =>
    delivery.type === "event" ? delivery.event.seq : `${delivery.after}-${delivery.upTo}`
  );
}

function resumeAt(cursor: number, gaps: GapPolicy = "fill"): Resume {
  return new Resume({ [A]: cursor }, gaps);
}

Deno.test("the next event is delivered, an old one is not", () => {
  const resume = resumeAt(4);
  assert.deepEqual(short(resume.event(event(5))), [5]);
  assert.deepEqual(short(resume.event(event(5))), []);
  assert.deepEqual(short(resume.event(event(2))), []);
  assert.equal(resume.hole(), undefined);
  assert.deepEqual(resume.cursors(), { [A]: 5 });
});

Deno.test("the first event of a room without a cursor sets it", () => {
  const resume = new Resume({}, "fill");
  assert.deepEqual(short(resume.event(event(70, B))), [70]);
  assert.deepEqual(short(resume.event(event(69, B))), []);
  assert.deepEqual(resume.cursors(), { [B]: 70 });
});

Deno.test("events behind a hole wait until the history has filled it", () => {
  const resume = resumeAt(4);
  assert.deepEqual(short(resume.event(event(8))), []);
  assert.deepEqual(short(resume.event(event(7))), []);
  assert.deepEqual(resume.hole(), { room: A, after: 4 });
  assert.deepEqual(short(resume.page(A, events(5, 5))), [5]);
  assert.deepEqual(resume.hole(), { room: A, after: 5 });
  assert.deepEqual(short(resume.page(A, events(6, 8))), [6, 7, 8]);
  assert.equal(resume.hole(), undefined);
});

Deno.test("a hole ends with its connection: the next one sends what is missing", () => {
  const resume = resumeAt(4);
  resume.event(event(8));
  resume.disconnected();
  assert.equal(resume.hole(), undefined);
  assert.deepEqual(short(resume.event(event(5))), [5]);
});

Deno.test("a page that overlaps what came meanwhile is delivered once", () => {
  const resume = resumeAt(4);
  resume.event(event(6));
  assert.deepEqual(short(resume.event(event(5))), [5, 6]);
  assert.deepEqual(short(resume.page(A, events(5, 6))), []);
});

Deno.test("a hole that the history does not fill is told", () => {
  const resume = resumeAt(4);
  resume.event(event(9));
  assert.equal(resume.page(A, []), undefined);
  assert.equal(resume.page(A, events(6, 9)), undefined);
});

Deno.test("a gap is read from the history, or skipped, as asked", () => {
  const fills = resumeAt(4);
  assert.deepEqual(short(fills.gap({ room: A, after: 4, upTo: 600 })), []);
  assert.deepEqual(fills.hole(), { room: A, after: 4 });

  const skips = resumeAt(4, "skip");
  assert.deepEqual(short(skips.gap({ room: A, after: 4, upTo: 600 })), ["4-600"]);
  assert.equal(skips.hole(), undefined);
  assert.deepEqual(short(skips.event(event(601))), [601]);
  assert.deepEqual(short(skips.gap({ room: A, after: 4, upTo: 600 })), []);
});

Deno.test("skipping delivers what was held behind the gap", () => {
  const resume = resumeAt(4, "skip");
  resume.event(event(7));
  resume.event(event(11));
  assert.deepEqual(short(resume.gap({ room: A, after: 4, upTo: 10 })), ["4-10", 11]);
  assert.equal(resume.hole(), undefined);
});

Deno.test("a hole without a gap frame is filled even where gaps are skipped", () => {
  const resume = resumeAt(4, "skip");
  resume.event(event(6));
  assert.deepEqual(resume.hole(), { room: A, after: 4 });
});

Deno.test("what is held is bounded, and the rest is read again", () => {
  const resume = resumeAt(0);
  const most = limits.heldEvents;
  for (const each of events(2, most + 50)) resume.event(each);
  assert.equal(short(resume.page(A, events(1, 1)))?.length, most + 1);
  assert.deepEqual(resume.hole(), { room: A, after: most + 1 });
  assert.equal(short(resume.page(A, events(most + 2, most + 50)))?.length, 49);
  assert.equal(resume.hole(), undefined);
});

Deno.test("a log shorter than the cursor makes it start with the newest events", () => {
  const resume = resumeAt(100);
  resume.welcome([room(A, 60)], 10);
  assert.deepEqual(resume.cursors(), { [A]: 50 });
  assert.deepEqual(short(resume.event(event(51))), [51]);
});

Deno.test("a room without a cursor starts so many events before its head, whatever comes first", () => {
  const resume = new Resume({}, "fill");
  resume.welcome([room(A, 60), room(B, 3)], 10);
  assert.deepEqual(resume.cursors(), { [A]: 50, [B]: 0 });
  assert.deepEqual(short(resume.event(event(61))), [], "51 to 60 are missing");
  assert.deepEqual(resume.hole(), { room: A, after: 50 });
});

Deno.test("a room that was left is silent until it is joined again", () => {
  const resume = resumeAt(4);
  resume.left(A);
  assert.deepEqual(short(resume.event(event(5))), []);
  assert.deepEqual(short(resume.gap({ room: A, after: 4, upTo: 9 })), []);
  resume.joined(room(A, 8));
  assert.deepEqual(resume.cursors(), { [A]: 4 }, "what was shown is not shown again");
  resume.left(A);
  resume.joined(room(A, 80));
  const first = 80 - limits.backlogEvents + 1;
  assert.deepEqual(short(resume.event(event(first))), [first]);
});

Deno.test("a room that welcome does not name is forgotten", () => {
  const resume = new Resume({ [A]: 3, [B]: 4 }, "fill");
  resume.welcome([room(B, 4)], 0);
  assert.deepEqual(resume.cursors(), { [B]: 4 });
});

/** A log of `head` events, and a stream that loses, doubles and shuffles what it sends of it. */
const network = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant("grow" as const), lost: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("again" as const), seq: fc.nat(60) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("page" as const), size: fc.nat(4) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("drop" as const), most: fc.nat(8) }) },
  ),
  { maxLength: 120 },
);

Deno.test("events come dense, in order and once, whatever is lost, doubled or cut off", () => {
  fc.assert(fc.property(network, (steps) => {
    const resume = resumeAt(0);
    const delivered: number[] = [];
    let head = 0;
    const take = (deliveries: Delivery[] | undefined) => {
      for (const one of deliveries ?? []) if (one.type === "event") delivered.push(one.event.seq);
    };
    const page = (size: number) => {
      const hole = resume.hole();
      if (hole) take(resume.page(A, events(hole.after + 1, Math.min(head, hole.after + size))));
    };
    const reconnect = (most: number) => {
      resume.disconnected();
      resume.welcome([room(A, head)], 0);
      const after = resume.cursors()[A];
      const from = Math.max(after, head - most);
      if (from > after) take(resume.gap({ room: A, after, upTo: from }));
      for (const each of events(from + 1, head)) take(resume.event(each));
    };
    for (const step of steps) {
      if (step.do === "grow" && (++head, !step.lost)) take(resume.event(event(head)));
      if (step.do === "again" && step.seq > 0 && step.seq <= head) {
        take(resume.event(event(step.seq)));
      }
      if (step.do === "page") page(step.size);
      if (step.do === "drop") reconnect(step.most);
    }
    reconnect(0);
    while (resume.hole()) page(3);
    assert.deepEqual(delivered, events(1, head).map(({ seq }) => seq));
  }));
});
