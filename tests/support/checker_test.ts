import assert from "node:assert/strict";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { checkRoom, type Evidence } from "./checker.ts";

const ALICE = { id: "UA", name: "alice" };

function message(seq: number, id = `m${seq}`): LogEvent {
  return { type: "event", room: "R", seq, at: 1, author: ALICE, kind: "message", id, text: id };
}

function acknowledged(seq: number, id = `m${seq}`) {
  return { author: ALICE.id, id, seq, text: id };
}

const LOG = [1, 2, 3, 4].map((seq) => message(seq));

function check(evidence: Partial<Evidence>): () => void {
  return () => checkRoom({ log: LOG, acknowledged: [], views: [], ...evidence });
}

Deno.test("the checker takes a log that kept its promise, and a member who came later", () => {
  check({
    acknowledged: [acknowledged(2), acknowledged(4)],
    views: [{ member: "alice", events: LOG }, { member: "bob", events: LOG.slice(2) }],
  })();
});

Deno.test("the checker finds what is missing, doubled, moved or changed in the log", () => {
  assert.throws(check({ log: [LOG[0], LOG[2]] }), /hole at 2/);
  assert.throws(check({ log: [message(1, "x"), message(2, "x")] }), /twice/);
  assert.throws(check({ acknowledged: [acknowledged(5)] }), /behind the end/);
  assert.throws(check({ acknowledged: [acknowledged(2, "m3")] }), /not what was acknowledged/);
});

Deno.test("the checker finds what a member missed, saw twice, in another order or otherwise", () => {
  const seen = (...events: LogEvent[]) => check({ views: [{ member: "bob", events }] });
  const [one, two, three, four] = LOG;
  assert.throws(seen(), /bob saw nothing/);
  assert.throws(seen(one, two, four), /saw 4 where 3/);
  assert.throws(seen(one, two, two, three, four), /saw 2 where 3/);
  assert.throws(seen(one, three, two, four), /saw 3 where 2/);
  assert.throws(seen(one, two, three), /newest/);
  assert.throws(seen(one, two, three, message(4, "other")), /another event 4/);
});
