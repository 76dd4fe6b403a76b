import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { eventually } from "../../tests/support/wait.ts";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import type { Bus, Post } from "../bus/bus.ts";
import { type Commit, type Log, StorageError, type Write, type WriteOf } from "./log.ts";
import type { ToGateway } from "./messages.ts";
import { Store } from "./store.ts";

const alice = { id: "U000000000000000A", name: "alice" };
const ROOM = "R0000000000000000";

/** A log that counts its transactions, and breaks when it is told to. */
class CountingLog implements Log {
  batches: number[] = [];
  /** What the next commits fail with. */
  failure: Error | undefined;
  /** Request id of a write that fails. */
  poison: string | undefined;
  /** The next commits wait for this. */
  held: (() => Promise<void>) | undefined;
  /** All of it is in the log already. */
  earlier = false;
  #head = 0;

  async commit(writes: readonly Write[]): Promise<Commit> {
    await this.held?.();
    return await this.#commit(writes);
  }

  #commit(writes: readonly Write[]): Promise<Commit> {
    if (this.failure) return Promise.reject(this.failure);
    const isPoison = (write: Write) => "requestId" in write && write.requestId === this.poison;
    if (writes.some(isPoison)) return Promise.reject(new Error("no such column"));
    this.batches.push(writes.length);
    const events: LogEvent[] = (writes as WriteOf<"append">[]).map((write) => ({
      type: "event",
      room: write.room,
      seq: ++this.#head,
      at: 0,
      author: write.author,
      kind: "message",
      id: write.requestId,
      text: write.text,
    }));
    const answers = events.map(({ room, seq, at }) => ({
      ok: true as const,
      outcome: { room, seq, at },
    }));
    return Promise.resolve({
      answers,
      events: this.earlier ? [] : events,
      memberships: [],
      endedSessions: [],
      notices: [],
      people: [],
      strangers: [],
      networkBans: [],
    });
  }

  probe = () => Promise.resolve();
  giveUp = () => {};
  guests = () => Promise.resolve([]);
  strangerBlocks = () => Promise.resolve([]);
  erasures = () => Promise.resolve([]);
  close = () => Promise.resolve();
}

class Rig {
  readonly log = new CountingLog();
  readonly posts: Post[] = [];
  readonly answers: Extract<ToGateway, { op: "answers" }>[] = [];
  readonly beacons: Extract<ToGateway, { op: "beacon" }>[] = [];
  readonly health: (string | undefined)[] = [];
  readonly store: Store;

  /** @param stall milliseconds after which a commit takes too long. */
  constructor(stall?: number) {
    const bus: Bus = { post: (post) => this.posts.push(post), listen: () => {}, close: () => {} };
    this.store = new Store(this.log, bus, stall);
    this.store.addGateway(1, {
      post: (message) => {
        if (message.op === "answers") this.answers.push(message);
        if (message.op === "beacon") this.beacons.push(message);
        if (message.op === "health") this.health.push(message.trouble);
      },
    });
  }

  /** What a gateway says once it has dealt with refusals. */
  refused(): void {
    this.store.receive(1, { op: "refused" });
  }

  append(...refs: number[]): void {
    const items = refs.map((ref) => ({
      ref,
      write: {
        kind: "append" as const,
        author: alice,
        room: ROOM,
        requestId: `m${ref}`,
        text: "hi",
      },
    }));
    this.store.receive(1, { op: "write", items });
  }

  /** The answers' items, once there are so many. */
  async answered(count: number) {
    const items = () => this.answers.flatMap((message) => message.items);
    for (let turn = 0; turn < 100 && items().length < count; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return items();
  }
}

Deno.test("what waits is committed in one transaction, answered and posted once", async () => {
  const rig = new Rig();
  rig.append(1, 2);
  rig.append(3);
  const items = await rig.answered(3);
  assert.deepEqual(rig.log.batches, [3], "transactions for each batch = 1");
  assert.deepEqual(items.map(({ ref }) => ref), [1, 2, 3]);
  assert.equal(rig.answers.length, 1);
  const runs = rig.posts.flatMap((post) => post.kind === "events" ? post.runs : []);
  assert.deepEqual(runs.map(({ room, from, to }) => ({ room, from, to })), [
    { room: ROOM, from: 1, to: 3 },
  ]);
  await rig.store.close();
});

Deno.test("a large queue is committed in parts, in order", async () => {
  const rig = new Rig();
  const refs = Array.from({ length: limits.commitEvents + 5 }, (_, i) => i + 1);
  rig.append(...refs);
  const items = await rig.answered(refs.length);
  assert.deepEqual(rig.log.batches, [limits.commitEvents, 5]);
  assert.deepEqual(items.map(({ ref }) => ref), refs);
  await rig.store.close();
});

Deno.test("a queue that is full refuses what comes, and keeps what it has", async () => {
  const rig = new Rig();
  rig.append(...Array.from({ length: limits.storeQueue + 2 }, (_, i) => i + 1));
  const items = await rig.answered(limits.storeQueue + 2);
  const refused = items.filter(({ answer }) => !answer.ok);
  assert.deepEqual(refused.map(({ ref }) => ref), [limits.storeQueue + 1, limits.storeQueue + 2]);
  assert.ok(refused.every(({ answer }) => !answer.ok && answer.code === "busy"));
  await rig.store.close();
});

Deno.test("what was under way behind a refused write is refused too, and what comes once that is known is not", async () => {
  const rig = new Rig();
  rig.append(...Array.from({ length: limits.storeQueue + 1 }, (_, i) => i + 1));
  const last = limits.storeQueue + 1;
  await rig.answered(last);
  rig.append(last + 1);
  rig.append(last + 2);
  const items = await rig.answered(last + 2);
  const refused = items.filter(({ answer }) => !answer.ok);
  assert.deepEqual(refused.map(({ ref }) => ref), [last, last + 1, last + 2]);
  // Each of those three came in a message of its own.
  rig.refused();
  rig.refused();
  rig.append(last);
  assert.equal((await rig.answered(last + 3)).at(-1)?.answer.ok, false);
  rig.refused();
  rig.refused();
  rig.append(last);
  assert.equal((await rig.answered(last + 4)).at(-1)?.answer.ok, true);
  await rig.store.close();
});

Deno.test("after a failed commit nothing is acknowledged or posted any more", async () => {
  const rig = new Rig();
  rig.log.failure = new StorageError("The disk failed.", false);
  rig.append(1);
  await rig.answered(1);
  rig.log.failure = undefined;
  rig.append(2);
  const items = await rig.answered(2);
  assert.deepEqual(items.map(({ answer }) => answer.ok ? "ok" : answer.code), [
    "unavailable",
    "unavailable",
  ]);
  assert.deepEqual(rig.log.batches, []);
  assert.deepEqual(rig.posts, []);
  await rig.store.close();
});

Deno.test("a write that fails by a defect takes no other along, and those keep their order", async () => {
  const rig = new Rig();
  rig.log.poison = "m2";
  rig.append(1, 2, 3);
  rig.append(4);
  const items = await rig.answered(4);
  assert.deepEqual(items.map(({ ref, answer }) => [ref, answer.ok || answer.code]), [
    [1, true],
    [2, "internal"],
    [3, true],
    [4, true],
  ]);
  const runs = rig.posts.flatMap((post) => post.kind === "events" ? post.runs : []);
  assert.deepEqual(runs.map(({ from }) => from), [1, 2, 3]);
  await rig.store.close();
});

Deno.test("every gateway is told why nothing can be saved, also one that comes later", async () => {
  const rig = new Rig();
  rig.log.failure = new StorageError("The disk failed.", false);
  rig.append(1);
  await rig.answered(1);
  const heard: ToGateway[] = [];
  rig.store.addGateway(2, { post: (message) => heard.push(message) });
  assert.deepEqual(heard, [{ op: "health", trouble: "The disk failed." }]);
  await rig.store.close();
});

Deno.test("while a commit takes too long what comes is refused, and what waited is not", async () => {
  const rig = new Rig(0);
  const { promise, resolve } = Promise.withResolvers<void>();
  rig.log.held = () => {
    rig.log.held = undefined;
    rig.append(2);
    return promise;
  };
  rig.append(1);
  await eventually(() => rig.health.length === 1, "the commit stalls");
  rig.append(3);
  assert.deepEqual((await rig.answered(1)).map(({ ref, answer }) => [ref, answer.ok]), [[
    3,
    false,
  ]]);
  assert.match(rig.health[0]!, /can't save anything at the moment/);
  resolve();
  const items = await rig.answered(3);
  assert.deepEqual(items.map(({ ref, answer }) => [ref, answer.ok || answer.code]), [
    [3, "unavailable"],
    [1, true],
    [2, true],
  ]);
  assert.equal(rig.health.at(-1), undefined);
  await rig.store.close();
});

Deno.test("a beacon tells of what an earlier try brought into the log", async () => {
  const rig = new Rig();
  rig.log.earlier = true;
  rig.append(1);
  await rig.answered(1);
  await eventually(() => rig.beacons.length > 0, "a beacon was sent");
  assert.deepEqual(rig.posts, []);
  assert.deepEqual(rig.beacons[0].heads, [[ROOM, 1]]);
  await rig.store.close();
});

Deno.test("what comes of a gateway after its end leaves nobody there", async () => {
  const rig = new Rig();
  const heard: ToGateway[] = [];
  rig.store.addGateway(2, { post: (message) => heard.push(message) });
  rig.store.removeGateway(1);
  rig.store.receive(1, { op: "arrive", person: alice });
  const question = { connection: 1, ref: 1, account: alice.id, ask: { name: "next" as const } };
  rig.store.receive(1, { op: "stranger", question });
  rig.store.receive(2, { op: "who" });
  rig.store.receive(2, { op: "stranger", question: { ...question, account: "bob" } });
  assert.deepEqual(heard, [
    { op: "online", version: 0, people: [] },
    {
      op: "stranger",
      news: { connection: 1, ref: 1, answer: { ok: true, result: { state: "waiting" } } },
    },
  ]);
  await rig.store.close();
});

Deno.test("a beacon tells the newest seq of the rooms that changed", async () => {
  const rig = new Rig();
  rig.append(1, 2);
  await rig.answered(2);
  await eventually(() => rig.beacons.length > 0, "a beacon was sent");
  assert.deepEqual(rig.beacons[0].heads, [[ROOM, 2]]);
  await rig.store.close();
});
