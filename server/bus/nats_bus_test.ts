import assert from "node:assert/strict";
import { NatsServer, WITHOUT_NATS } from "../../tests/support/nats.ts";
import { testUnless } from "../../tests/support/skip.ts";
import { eventually } from "../../tests/support/wait.ts";
import { Broker } from "./broker.ts";
import type { EventRun } from "./bus.ts";
import { type Heads, NatsBus } from "./nats_bus.ts";

/** Where rooms are, as the database of the test has it. */
const heads = new Map<string, number>();

class Node {
  readonly runs: EventRun[] = [];
  readonly heads: Heads = [];
  readonly typed: string[] = [];
  readonly bus: NatsBus;

  private constructor(readonly broker: Broker) {
    this.bus = new NatsBus(broker, {
      events: (runs) => this.runs.push(...runs),
      typing: (room, { name }) => this.typed.push(`${name} ${room}`),
      heads: (news) => this.heads.push(...news),
    }, (rooms) => Promise.resolve(rooms.map((room) => [room, heads.get(room) ?? 0])));
  }

  static async start(url: string, cluster: string): Promise<Node> {
    return new Node(await Broker.connect(url, cluster));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.bus.close();
    await this.broker.close();
  }
}

function run(room: string, from: number, to: number, frames = '{"text":"ä\\n👋"}'): EventRun {
  return { room, from, to, frames };
}

testUnless(
  WITHOUT_NATS,
  "a room's events reach the nodes that follow it, and no others",
  async () => {
    await using nats = await NatsServer.start();
    await using one = await Node.start(nats.url, "c");
    await using two = await Node.start(nats.url, "c");
    await using other = await Node.start(nats.url, "another");
    for (const node of [one, two, other]) node.bus.follow(1, "A");
    one.bus.follow(2, "A");
    one.bus.unfollow(1, "A");
    for (const { broker } of [one, two, other]) await broker.flush();
    const runs = [{ ...run("A", 1, 2), out: "U1" }, run("B", 1, 1), run("A", 3, 3)];
    two.bus.post({ kind: "events", runs });
    two.bus.typing("A", { id: "U2", name: "bob" });
    await eventually(() => one.typed.length > 0, "it arrives");
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(one.runs, [runs[0], runs[2]]);
    assert.deepEqual([two.runs, two.typed, other.runs], [[], [], []], "nobody hears themselves");
    one.bus.dropGateway(2);
    await one.broker.flush();
    two.bus.post({ kind: "events", runs: [run("A", 4, 4)] });
    await two.broker.flush();
    await one.broker.flush();
    assert.equal(one.runs.length, 2);
  },
);

testUnless(
  WITHOUT_NATS,
  "what is too large for the broker, was told too early or got lost is told as where the room is",
  async () => {
    heads.clear();
    await using nats = await NatsServer.start();
    await using one = await Node.start(nats.url, "c");
    await using two = await Node.start(nats.url, "c");
    heads.set("A", 7);
    one.bus.follow(1, "A");
    await eventually(() => one.heads.length === 1, "it asks once the broker knows");
    assert.deepEqual(one.heads, [["A", 7]]);
    two.bus.post({ kind: "events", runs: [run("A", 8, 9, "x".repeat(2_000_000))] });
    await eventually(() => one.heads.length === 2, "the head comes in place of the events");
    assert.deepEqual(one.heads[1], ["A", 9]);
    assert.deepEqual(one.runs, []);
    heads.set("A", 10);
    await eventually(() => one.heads.at(-1)![1] === 10, "it asks now and then");
  },
);

testUnless(WITHOUT_NATS, "a broker that died and came back goes on being used", async () => {
  heads.clear();
  await using nats = await NatsServer.start();
  await using one = await Node.start(nats.url, "c");
  await using two = await Node.start(nats.url, "c");
  one.bus.follow(1, "A");
  await one.broker.flush();
  await nats.kill();
  await eventually(() => !one.broker.connected && !two.broker.connected, "they notice");
  two.bus.post({ kind: "events", runs: [run("A", 1, 1)] });
  heads.set("A", 1);
  await eventually(() => one.heads.length > 0, "the database stands in");
  await nats.run();
  await eventually(() => one.broker.connected && two.broker.connected, "they are back");
  await one.broker.flush();
  two.bus.post({ kind: "events", runs: [run("A", 2, 2)] });
  await eventually(() => one.runs.length === 1, "events arrive again");
  assert.equal(one.runs[0].from, 2);
});
