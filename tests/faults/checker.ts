/**
 * The promise of the log, as a check of what clients recorded: every acknowledged message is there
 * exactly once, at one `seq`; every member sees the same sequence without a hole, and nobody else sees
 * any of it; what was sent without an acknowledgement is there once or not at all.
 *
 * As a program it checks a recording: `deno run --allow-read tests/faults/checker.ts FILE`.
 * @module
 */
import assert from "node:assert/strict";
import type { LogEvent } from "../../shared/protocol/mod.ts";

/** A message that somebody sent. */
export interface Sent {
  /** Id of the account. */
  author: string;
  id: string;
  text: string;
}

/** An `ack` that its sender got. */
export interface Acknowledged extends Sent {
  seq: number;
}

/** What one account was sent of a room, over all connections of a device, in order of arrival. */
export interface View {
  /** Id of the account. Whether it may see anything, the log tells. */
  member: string;
  events: readonly LogEvent[];
}

/** All that is known of one room: a recording is this as JSON. */
export interface Evidence {
  /** The room's whole log, read afterwards. */
  log: readonly LogEvent[];
  acknowledged: readonly Acknowledged[];
  /** What else was sent. If it is given, the log holds no message that nobody sent. */
  unacknowledged?: readonly Sent[];
  views: readonly View[];
}

/** @throws {AssertionError} naming the first promise that is broken. */
export function checkRoom({ log, acknowledged, unacknowledged, views }: Evidence): void {
  log.forEach((event, n) => assert.equal(event.seq, n + 1, `the log has a hole at ${n + 1}`));
  const messages = log.filter((event) => event.kind === "message");
  const ids = messages.map(({ author, id }) => `${author.id} ${id}`);
  assert.equal(new Set(ids).size, ids.length, "a message is in the log twice");
  for (const { author, id, seq, text } of acknowledged) {
    const event = log[seq - 1];
    assert.ok(event, `message ${id} was acknowledged at ${seq}, behind the end of the log`);
    const found = event.kind === "message" ? [event.author.id, event.id, event.text] : event.kind;
    assert.deepEqual(found, [author, id, text], `event ${seq} is not what was acknowledged`);
  }
  if (unacknowledged) {
    const sent = [...acknowledged, ...unacknowledged];
    const known = new Set(sent.map(({ author, id, text }) => JSON.stringify([author, id, text])));
    for (const { author, id, text, seq } of messages) {
      const isKnown = known.has(JSON.stringify([author.id, id, text]));
      assert.ok(isKnown, `event ${seq} is a message that nobody sent`);
    }
  }
  for (const view of views) checkView(view, log);
}

/** The last event that an account may have seen; 0: none at all. */
function entitledUpTo(account: string, log: readonly LogEvent[]): number {
  let upTo = 0;
  for (const event of log) {
    const { kind, author, seq } = event;
    const isOwn = author.id === account;
    if (isOwn && (kind === "create" || kind === "join")) upTo = Infinity;
    if (isOwn && kind === "leave") upTo = seq;
    if (!("person" in event) || event.person?.id !== account) continue;
    if (kind === "invite") upTo = Infinity;
    // Whoever was out already learns nothing by being kept out.
    if ((kind === "kick" || kind === "ban") && upTo === Infinity) upTo = seq;
  }
  return upTo;
}

function checkView({ member, events }: View, log: readonly LogEvent[]): void {
  const upTo = entitledUpTo(member, log);
  if (upTo === 0) assert.equal(events.length, 0, `${member} saw a room that it never was in`);
  if (upTo === Infinity) assert.ok(events.length > 0, `${member} saw nothing`);
  const first = events[0]?.seq;
  events.forEach((event, n) => {
    assert.equal(event.seq, first + n, `${member} saw ${event.seq} where ${first + n} was due`);
    assert.ok(event.seq <= upTo, `${member} saw ${event.seq}, but was out since ${upTo}`);
    assert.deepEqual(event, log[event.seq - 1], `${member} saw another event ${event.seq}`);
  });
  if (upTo !== Infinity) return;
  assert.equal(events.at(-1)!.seq, log.length, `${member} did not see the newest events`);
}

if (import.meta.main) {
  const evidence = JSON.parse(await Deno.readTextFile(Deno.args[0])) as Evidence;
  checkRoom(evidence);
  const { log, acknowledged, views } = evidence;
  console.log(
    `${log.length} events, ${acknowledged.length} acknowledged messages, ${views.length} views: ` +
      "the promise is kept",
  );
}
