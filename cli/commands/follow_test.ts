/**
 * Tests of following a room.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import type { ChatConnection } from "../../shared/connection.ts";
import type { NetworkEvent } from "../../shared/connection.ts";
import { type Cursors, follow } from "./follow.ts";

const ROOM = "R0000000000000001";

function event(seq: number): LogEvent {
  return { type: "event", kind: "join", room: ROOM, seq, at: 0, author: { id: "U1", name: "u" } };
}

/** A connection to a log of `head` events, which sends all there is after the cursor at once. */
function connectionTo(head: number, after: number): ChatConnection {
  let listener = (_: NetworkEvent) => {};
  return {
    on: (listens) => void (listener = listens),
    start: () => {
      for (let seq = after + 1; seq <= head; seq++) listener({ type: "event", event: event(seq) });
    },
    close: () => Promise.resolve(),
    typing: () => {},
    retry: () => {},
    networkIsBack: () => {},
    send: () => {},
    request: () => Promise.reject(new Error("not here")),
    outbox: [],
  };
}

Deno.test("a slow reader gets every event once, and what waits for it stays bounded", async () => {
  const head = 2 * limits.followedEvents + 500;
  const opened: number[] = [];
  const open = ({ [ROOM]: after }: Cursors) => {
    opened.push(after);
    return connectionTo(head, after);
  };
  const end = new AbortController();
  const seqs: number[] = [];
  const options = { cursors: { [ROOM]: 0 }, open, offline: () => {}, signal: end.signal };
  for await (const batch of follow(options)) {
    assert.ok(batch.length <= limits.followedBatch);
    seqs.push(...batch.map(({ seq }) => seq));
    if (seqs.at(-1) === head) end.abort();
  }
  assert.deepEqual(seqs, Array.from({ length: head }, (_, i) => i + 1));
  assert.deepEqual(opened, [0, limits.followedEvents, 2 * limits.followedEvents]);
});
