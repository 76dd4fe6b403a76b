import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { ParleyError } from "../../shared/errors.ts";
import type { Write } from "../store/log.ts";
import type { DueHook } from "../store/readers/hooks.ts";
import { Deliveries, type Surroundings } from "./deliveries.ts";
import type { Post } from "./post.ts";

interface Delivery extends Post {
  room: string;
  seqs: number[];
}

/** Webhooks of rooms of their own in memory, receivers that answer as told, and a clock. */
class World {
  now = 1_000;
  /** Webhook → `seq` up to which it has delivered. */
  readonly cursors = new Map<string, number>();
  readonly heads = new Map<string, number>();
  readonly tryAt = new Map<string, number | undefined>();
  readonly failures = new Map<string, number>();
  readonly errors: string[] = [];
  readonly posts: Delivery[] = [];
  /** What the receivers answer. */
  answer: (delivery: Delivery) => number | Promise<number> = () => 200;
  storeFails = false;
  readonly deliveries: Deliveries;

  constructor() {
    const { reader, store } = this.#surroundings();
    this.deliveries = new Deliveries({
      reader,
      store,
      post: async (post) => {
        const { room, events } = JSON.parse(String(post.body));
        const seqs = events.map((event: LogEvent) => event.seq);
        const delivery = { ...post, room: room.id, seqs };
        this.posts.push(delivery);
        return await this.answer(delivery);
      },
      now: () => this.now,
      random: () => 0,
    });
  }

  add(hook: string, head: number): void {
    this.cursors.set(hook, 0);
    this.heads.set(hook, head);
    this.tryAt.set(hook, 0);
  }

  /** All `seq` that a webhook's receiver was sent. */
  seqsOf(hook: string): number[] {
    return this.posts.filter(({ room }) => room === hook).flatMap(({ seqs }) => seqs);
  }

  /** Lets everything happen that needs no more time to pass. */
  async settle(): Promise<void> {
    this.deliveries.wake();
    for (let n = 0; n < 20; n++) await new Promise((resolve) => setImmediate(resolve));
  }

  #surroundings(): Pick<Surroundings, "reader" | "store"> {
    const due = (now: number, limit: number) => {
      const behind = [...this.cursors].filter(([id, cursor]) =>
        (this.tryAt.get(id) ?? Infinity) <= now && cursor < this.heads.get(id)!
      );
      return Promise.resolve(
        behind.slice(0, limit).map(([id, cursor]): DueHook => ({
          id,
          name: "a webhook",
          room: { id, name: "room" },
          url: "http://receiver.example/",
          secret: "secret",
          cursor,
          head: this.heads.get(id)!,
          failures: this.failures.get(id) ?? 0,
        })),
      );
    };
    const range: Surroundings["reader"]["range"] = (room, { after, upTo }, limit) => {
      const length = Math.min(limit.events, upTo - after);
      const events = Array.from({ length }, (_, n) => ({ room, seq: after + 1 + n }));
      return Promise.resolve(events as LogEvent[]);
    };
    const hooks = { due } as Surroundings["reader"]["hooks"];
    const write = (write: Write) => this.#write(write);
    return { reader: { hooks, range }, store: { write: write as Surroundings["store"]["write"] } };
  }

  async #write(write: Write): Promise<unknown> {
    await Promise.resolve();
    if (this.storeFails) throw new ParleyError("unavailable", "The disk is full.");
    if (write.kind === "hook-delivered") {
      this.cursors.set(write.hook, write.cursor);
      this.failures.set(write.hook, 0);
    } else if (write.kind === "hook-failed") {
      this.errors.push(write.error);
      this.failures.set(write.hook, (this.failures.get(write.hook) ?? 0) + 1);
      this.tryAt.set(write.hook, write.tryAt);
    }
    return {};
  }
}

function upTo(head: number): number[] {
  return Array.from({ length: head }, (_, n) => n + 1);
}

Deno.test("a webhook is delivered everything behind its cursor, in order, so much at a time", async () => {
  const world = new World();
  world.add("a", 250);
  await world.settle();
  assert.deepEqual(world.posts.map(({ seqs }) => seqs.length), [100, 100, 50]);
  assert.deepEqual(world.seqsOf("a"), upTo(250));
  assert.equal(world.cursors.get("a"), 250);
  world.heads.set("a", 251);
  await world.settle();
  assert.deepEqual(world.seqsOf("a"), upTo(251));
});

Deno.test("a delivery that failed comes again when its wait is over, each time a longer one", async () => {
  const world = new World();
  world.add("a", 2);
  const answers = [500, 302, 200];
  world.answer = () => answers.shift()!;
  await world.settle();
  await world.settle();
  assert.equal(world.posts.length, 1);
  assert.equal(world.tryAt.get("a"), 1_000 + limits.hookRetryFirst);
  world.now += limits.hookRetryFirst;
  world.heads.set("a", 3);
  await world.settle();
  assert.equal(world.tryAt.get("a"), world.now + 2 * limits.hookRetryFirst);
  world.now += 2 * limits.hookRetryFirst;
  await world.settle();
  assert.deepEqual(world.posts.map(({ seqs }) => seqs), [[1, 2], [1, 2, 3], [1, 2, 3]]);
  assert.deepEqual(world.posts.map(({ attempt }) => attempt), [0, 1, 2]);
  assert.deepEqual(world.errors, [
    "It answered 500.",
    "It answered 302; redirects are not followed.",
  ]);
  assert.equal(world.cursors.get("a"), 3);
});

Deno.test("a receiver that can't be reached is tried again, and the reason is noted", async () => {
  const world = new World();
  world.add("a", 1);
  world.answer = () => Promise.reject(new Error("connect ECONNREFUSED"));
  await world.settle();
  assert.deepEqual(world.errors, ["connect ECONNREFUSED"]);
  assert.equal(world.tryAt.get("a"), 1_000 + limits.hookRetryFirst);
});

Deno.test("a receiver that says 410 Gone is told nothing more", async () => {
  const world = new World();
  world.add("a", 1);
  world.answer = () => 410;
  await world.settle();
  assert.equal(world.tryAt.get("a"), undefined);
  world.now = 1e12;
  await world.settle();
  assert.equal(world.posts.length, 1);
});

Deno.test("a receiver that hangs has one delivery under way, and holds up no other webhook", async () => {
  const world = new World();
  let finish!: (status: number) => void;
  world.add("slow", 3);
  world.add("quick", 3);
  world.answer = ({ room }) => room === "quick" ? 200 : new Promise((resolve) => finish = resolve);
  await world.settle();
  world.heads.set("slow", 5);
  world.heads.set("quick", 5);
  await world.settle();
  assert.deepEqual(world.seqsOf("quick"), upTo(5));
  assert.deepEqual(world.seqsOf("slow"), upTo(3));
  finish(200);
  world.answer = () => 200;
  await world.settle();
  assert.deepEqual(world.seqsOf("slow"), upTo(5));
});

Deno.test("so many deliveries are under way at once; the others follow as places get free", async () => {
  const world = new World();
  const hooks = Array.from({ length: 3 * limits.hookDeliveries }, (_, n) => `hook ${n}`);
  for (const hook of hooks) world.add(hook, 1);
  const waiting: ((status: number) => void)[] = [];
  world.answer = () => new Promise((resolve) => waiting.push(resolve));
  for (let round = 1; round <= 3; round++) {
    await world.settle();
    assert.equal(world.posts.length, round * limits.hookDeliveries);
    for (const finish of waiting.splice(0)) finish(200);
  }
  await world.settle();
  assert.ok(hooks.every((hook) => world.cursors.get(hook) === 1));
});

Deno.test("while the store can't note what was delivered, it isn't delivered over and over", async () => {
  const world = new World();
  world.add("a", 1);
  world.storeFails = true;
  await world.settle();
  await world.settle();
  assert.equal(world.posts.length, 1);
  world.storeFails = false;
  world.now += limits.hookPause;
  await world.settle();
  assert.deepEqual(world.seqsOf("a"), [1, 1]);
  assert.equal(world.cursors.get("a"), 1);
});

Deno.test("stopping waits for what is under way, and starts nothing new", async () => {
  const world = new World();
  let finish!: (status: number) => void;
  world.add("a", 1);
  world.answer = () => new Promise((resolve) => finish = resolve);
  await world.settle();
  const stopped = world.deliveries.stop();
  world.heads.set("a", 2);
  finish(200);
  await stopped;
  assert.equal(world.cursors.get("a"), 1);
  await world.settle();
  assert.equal(world.posts.length, 1);
});
