/**
 * Tests of the outbox.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { limits } from "../limits.ts";
import type { OutgoingMessage } from "../connection.ts";
import { Outbox } from "./outbox.ts";

const FREE = { messageBytes: limits.messageBytes, sendsPerSecond: 0, sendBurst: 1 };

function message(id: string): OutgoingMessage {
  return { id, room: "R0000000000000001", text: id, action: false };
}

function outboxOf(count: number, pace = FREE): Outbox {
  const outbox = new Outbox();
  for (let i = 1; i <= count; i++) outbox.add(message(`m${i}`));
  outbox.connected(pace, 0);
  return outbox;
}

const ids = (messages: readonly OutgoingMessage[]) => messages.map(({ id }) => id);

Deno.test("the outbox sends a window of messages, and more as they are acknowledged", () => {
  const outbox = outboxOf(limits.sendWindow + 2);
  assert.equal(outbox.take(0).send.length, limits.sendWindow);
  assert.deepEqual(outbox.take(0), { send: [] });
  assert.equal(outbox.acked("m1")?.id, "m1");
  assert.deepEqual(ids(outbox.take(0).send), [`m${limits.sendWindow + 1}`]);
});

Deno.test("the outbox keeps to the pace that the server names", () => {
  const outbox = outboxOf(4, { ...FREE, sendsPerSecond: 10, sendBurst: 2 });
  const first = outbox.take(0);
  assert.deepEqual([ids(first.send), first.wait], [["m1", "m2"], 100]);
  assert.deepEqual(ids(outbox.take(100).send), ["m3"]);
  outbox.connected({ ...FREE, sendsPerSecond: 10, sendBurst: 2 }, 100);
  assert.deepEqual(ids(outbox.take(100).send), [], "a reconnect does not refill the bucket");
});

Deno.test("a refusal that passes by sends from that message on again, after the wait", () => {
  const outbox = outboxOf(3);
  outbox.take(0);
  outbox.acked("m1");
  assert.equal(outbox.refused("m2", "rate-limited", 2, 0), undefined);
  assert.equal(outbox.refused("m3", "rate-limited", 2, 10), undefined);
  assert.deepEqual(outbox.take(1_000), { send: [], wait: 1_010 });
  assert.deepEqual(ids(outbox.take(2_010).send), ["m2", "m3"]);
});

Deno.test("a refusal for good takes the message out, and the others go on", () => {
  const outbox = outboxOf(2);
  outbox.take(0);
  assert.equal(outbox.refused("m1", "forbidden", undefined, 0)?.id, "m1");
  assert.deepEqual(ids(outbox.messages), ["m2"]);
  assert.deepEqual(outbox.take(0).send, []);
});

Deno.test("answers for messages that the outbox does not hold change nothing", () => {
  const outbox = outboxOf(1);
  assert.equal(outbox.acked("m9"), undefined);
  assert.equal(outbox.refused("m9", "busy", 5, 0), undefined);
  assert.deepEqual(ids(outbox.take(0).send), ["m1"]);
});

/** A server and the two directions of a connection, in virtual time, as the protocol has them. */
class World {
  now = 0;
  readonly outbox = new Outbox();
  readonly written: string[] = [];
  readonly log: string[] = [];
  toServer: string[] = [];
  toClient: { id: string; refused: boolean }[] = [];
  refusesUntil = -1;

  connect(): void {
    this.outbox.connected(FREE, this.now);
    this.pump();
  }

  write(): void {
    const id = `m${this.written.length + 1}`;
    this.written.push(id);
    this.outbox.add(message(id));
    this.pump();
  }

  pump(): void {
    this.toServer.push(...ids(this.outbox.take(this.now).send));
  }

  serve(refuse: boolean): void {
    const id = this.toServer.shift();
    if (id === undefined) return;
    if (refuse) this.refusesUntil = Math.max(this.refusesUntil, this.now + limits.sendRetry);
    const refused = this.now < this.refusesUntil;
    if (!refused && !this.log.includes(id)) this.log.push(id);
    this.toClient.push({ id, refused });
  }

  answer(lost: boolean): void {
    const answer = this.toClient.shift();
    // A refusal is lost with its connection only: there the server keeps those behind it waiting.
    if (!answer || (lost && !answer.refused)) return;
    if (answer.refused) this.outbox.refused(answer.id, "busy", undefined, this.now);
    else this.outbox.acked(answer.id);
    this.pump();
  }

  /** The connection breaks: answers are gone; of what was sent, the server still gets `arrive`. */
  drop(arrive: number): void {
    this.toServer.splice(arrive);
    while (this.toServer.length > 0) this.serve(false);
    this.toClient = [];
    this.connect();
  }

  wait(): void {
    // Longer than any answer is under way: see `limits.sendRetry`.
    while (this.toServer.length > 0) this.serve(false);
    while (this.toClient.length > 0) this.answer(false);
    this.now += limits.sendRetry;
    this.pump();
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant((world: World) => world.write()) },
  { weight: 4, arbitrary: fc.constant((world: World) => world.serve(false)) },
  { weight: 1, arbitrary: fc.constant((world: World) => world.serve(true)) },
  { weight: 4, arbitrary: fc.constant((world: World) => world.answer(false)) },
  { weight: 1, arbitrary: fc.constant((world: World) => world.answer(true)) },
  { weight: 1, arbitrary: fc.nat(5).map((n) => (world: World) => world.drop(n)) },
  { weight: 1, arbitrary: fc.constant((world: World) => world.wait()) },
);

Deno.test("every message ends in the server's log once and in order, whatever happens", () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
    const world = new World();
    world.connect();
    for (const act of steps) act(world);
    world.drop(0);
    for (let round = 0; world.outbox.messages.length > 0; round++) {
      assert.ok(round < 1_000, "the outbox never empties");
      world.wait();
    }
    assert.deepEqual(world.log, world.written);
  }));
});
