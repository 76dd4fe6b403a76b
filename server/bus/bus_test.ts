import assert from "node:assert/strict";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { toPosts } from "./bus.ts";

function event(room: string, seq: number): LogEvent {
  const author = { id: "U0000000000000000", name: "alice" };
  return { type: "event", room, seq, at: 0, author, kind: "message", id: `m${seq}`, text: "hello" };
}

Deno.test("a commit's events become runs by room, each event encoded once and in order", () => {
  const events = [event("A", 1), event("B", 7), event("A", 2), event("B", 8)];
  const posts = toPosts(events);
  assert.equal(posts.length, 1);
  const { runs } = posts[0];
  assert.deepEqual(runs.map(({ room, from, to }) => ({ room, from, to })), [
    { room: "A", from: 1, to: 2 },
    { room: "B", from: 7, to: 8 },
  ]);
  assert.deepEqual(runs[0].frames.split("\n").map((text) => JSON.parse(text)), [
    events[0],
    events[2],
  ]);
});

Deno.test("a large commit is split into posts of bounded length, whose runs join up", () => {
  const events = Array.from({ length: 1000 }, (_, i) => event(i % 3 === 0 ? "A" : "B", i + 1));
  const bySeq = new Map<string, number>();
  const renumbered = events.map((each) => {
    const seq = (bySeq.get(each.room) ?? 0) + 1;
    bySeq.set(each.room, seq);
    return { ...each, seq };
  });
  const posts = toPosts(renumbered, 5_000);
  assert.ok(posts.length > 10);
  const next = new Map<string, number>();
  for (const post of posts) {
    assert.ok(JSON.stringify(post).length < 12_000);
    for (const run of post.runs) {
      assert.equal(run.from, next.get(run.room) ?? 1);
      assert.equal(run.frames.split("\n").length, run.to - run.from + 1);
      next.set(run.room, run.to + 1);
    }
  }
  for (const [room, count] of bySeq) assert.equal(next.get(room), count + 1);
});

Deno.test("a run ends with the event that puts somebody out, and names the account", () => {
  const [bob, carol] = [{ id: "U000000000000000B", name: "bob" }, {
    id: "U000000000000000C",
    name: "carol",
  }];
  const kick: LogEvent = { ...event("A", 2), kind: "kick", person: bob } as LogEvent;
  const leave: LogEvent = { ...event("A", 4), kind: "leave", author: carol } as LogEvent;
  const posts = toPosts([event("A", 1), kick, event("B", 1), event("A", 3), leave, event("A", 5)]);
  assert.deepEqual(
    posts.flatMap(({ runs }) => runs).map(({ room, from, to, out }) => [room, from, to, out]),
    [
      ["A", 1, 2, bob.id],
      ["B", 1, 1, undefined],
      ["A", 3, 4, carol.id],
      ["A", 5, 5, undefined],
    ],
  );
});

Deno.test("nothing committed, nothing posted", () => {
  assert.deepEqual(toPosts([]), []);
});
