/**
 * The promise of the log, as a check: every acknowledged message is in it exactly once, at one `seq`,
 * and every member sees the same sequence without a hole.
 * @module
 */
import assert from "node:assert/strict";
import type { LogEvent } from "../../shared/protocol/mod.ts";

/** An `ack` that a sender got. */
export interface Acknowledged {
  /** Id of the account. */
  author: string;
  id: string;
  seq: number;
  text: string;
}

/** What one member was sent of a room, over all of its connections, in order of arrival. */
export interface View {
  member: string;
  events: readonly LogEvent[];
}

export interface Evidence {
  /** The room's whole log, read afterwards. */
  log: readonly LogEvent[];
  acknowledged: readonly Acknowledged[];
  views: readonly View[];
}

/** @throws {AssertionError} naming the first promise that is broken. */
export function checkRoom({ log, acknowledged, views }: Evidence): void {
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
  for (const view of views) checkView(view, log);
}

function checkView({ member, events }: View, log: readonly LogEvent[]): void {
  assert.ok(events.length > 0, `${member} saw nothing`);
  const first = events[0].seq;
  events.forEach((event, n) => {
    assert.equal(event.seq, first + n, `${member} saw ${event.seq} where ${first + n} was due`);
    assert.deepEqual(event, log[event.seq - 1], `${member} saw another event ${event.seq}`);
  });
  assert.equal(events.at(-1)!.seq, log.length, `${member} did not see the newest events`);
}
