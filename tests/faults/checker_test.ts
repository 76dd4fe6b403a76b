import assert from "node:assert/strict";
import type { LogEvent, Person } from "../../shared/protocol/mod.ts";
import { checkRoom, type Evidence } from "./checker.ts";

const ALICE = { id: "UA", name: "alice" };
const BOB = { id: "UB", name: "bob" };

function base(seq: number, author: Person) {
  return { type: "event", room: "R", seq, at: 1, author } as const;
}

function message(seq: number, id = `m${seq}`): LogEvent {
  return { ...base(seq, ALICE), kind: "message", id, text: id };
}

function sent(id: string) {
  return { author: ALICE.id, id, text: id };
}

function acknowledged(seq: number, id = `m${seq}`) {
  return { ...sent(id), seq };
}

const LOG: LogEvent[] = [
  { ...base(1, ALICE), kind: "create" },
  { ...base(2, ALICE), kind: "invite", person: BOB },
  message(3),
  message(4),
];

function check(evidence: Partial<Evidence>): () => void {
  return () => checkRoom({ log: LOG, acknowledged: [], views: [], ...evidence });
}

function seenByBob(events: LogEvent[], log = LOG): () => void {
  return check({ log, views: [{ member: BOB.id, events }] });
}

Deno.test("the checker takes a log that kept its promise, and a member who came later", () => {
  check({
    acknowledged: [acknowledged(3), acknowledged(4)],
    unacknowledged: [sent("m5")],
    views: [{ member: ALICE.id, events: LOG }, { member: BOB.id, events: LOG.slice(2) }],
  })();
});

Deno.test("the checker finds what is missing, doubled, moved, changed or made up in the log", () => {
  assert.throws(check({ log: [LOG[0], LOG[2]] }), /hole at 2/);
  assert.throws(check({ log: [message(1, "x"), message(2, "x")] }), /twice/);
  assert.throws(check({ acknowledged: [acknowledged(5)] }), /behind the end/);
  assert.throws(check({ acknowledged: [acknowledged(3, "m4")] }), /not what was acknowledged/);
  const unsent = check({ acknowledged: [acknowledged(3)], unacknowledged: [sent("m5")] });
  assert.throws(unsent, /event 4 is a message that nobody sent/);
});

Deno.test("the checker finds what a member missed, saw twice, in another order or otherwise", () => {
  const [one, two, three, four] = LOG;
  assert.throws(seenByBob([]), /UB saw nothing/);
  assert.throws(seenByBob([one, two, four]), /saw 4 where 3/);
  assert.throws(seenByBob([one, two, two, three, four]), /saw 2 where 3/);
  assert.throws(seenByBob([one, three, two, four]), /saw 3 where 2/);
  assert.throws(seenByBob([one, two, three]), /newest/);
  assert.throws(seenByBob([one, two, three, message(4, "other")]), /another event 4/);
});

Deno.test("the checker finds who saw what they may not: outsiders, and those who are out", () => {
  const stranger = { member: "UC", events: [] as LogEvent[] };
  check({ views: [stranger] })();
  assert.throws(check({ views: [{ ...stranger, events: LOG }] }), /never was in/);
  const kicked: LogEvent[] = [
    ...LOG,
    { ...base(5, ALICE), kind: "kick", person: BOB },
    message(6),
    { ...base(7, ALICE), kind: "ban", person: BOB },
    message(8),
  ];
  seenByBob([], kicked)();
  seenByBob(kicked.slice(0, 5), kicked)();
  assert.throws(seenByBob(kicked.slice(0, 6), kicked), /saw 6, but was out since 5/);
  const back: LogEvent[] = [...kicked, { ...base(9, ALICE), kind: "invite", person: BOB }];
  seenByBob(back, back)();
  assert.throws(seenByBob(kicked.slice(0, 5), back), /newest/);
});
