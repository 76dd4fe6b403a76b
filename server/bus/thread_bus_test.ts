import assert from "node:assert/strict";
import { MessageChannel } from "node:worker_threads";
import { limits } from "../../shared/limits.ts";
import { hearOn, sayOn } from "../line.ts";
import { eventually } from "../../tests/support/wait.ts";
import type { EventsPost } from "./bus.ts";
import {
  type FromStore,
  GatewayBus,
  type HeadsMessage,
  type OverLine,
  StoreBus,
} from "./thread_bus.ts";

/** A store's bus, and what its lines bring. */
class Rig {
  readonly bus = new StoreBus(crypto.randomUUID());
  readonly #ports: { close(): void }[] = [];

  /** @param take what a gateway does with what comes; it may say something back. */
  addLine(take: (message: FromStore, say: (message: OverLine) => void) => void): void {
    const { port1, port2 } = this.#channel();
    hearOn<OverLine>(port1, (message) => {
      if (message.op === "heard") this.bus.heard(port1, message.length);
    });
    hearOn<FromStore>(port2, (message) => take(message, (back) => sayOn(port2, back)));
    this.bus.addLine(port1);
  }

  addFollower(take: (message: HeadsMessage) => void): void {
    const { port1, port2 } = this.#channel();
    hearOn(port2, take);
    this.bus.addFollower(port1);
  }

  [Symbol.dispose](): void {
    this.bus.close();
    for (const port of this.#ports) port.close();
  }

  #channel(): MessageChannel {
    const channel = new MessageChannel();
    this.#ports.push(channel.port1, channel.port2);
    return channel;
  }
}

function post(room: string, seq: number, length = 10): EventsPost {
  return { kind: "events", runs: [{ room, from: seq, to: seq, frames: "x".repeat(length) }] };
}

Deno.test("events reach every gateway, and presence and typing all that listen", async () => {
  using rig = new Rig();
  const got: string[][] = [[], []];
  const server = crypto.randomUUID();
  const store = new StoreBus(server);
  const buses = got.map((list) => {
    const bus = new GatewayBus(server, () => {});
    bus.listen((post) => list.push(post.kind));
    rig.addLine((message) => message.op === "events" && bus.receive(message));
    return bus;
  });
  rig.bus.post(post("A", 1));
  store.post({ kind: "presence", version: 1, changes: [] });
  buses[0].post({ kind: "typing", room: "A", person: { id: "U", name: "alice" } });
  await eventually(() => got[0].length === 2 && got[1].length === 3, "all of it");
  assert.deepEqual(got.map((kinds) => kinds.sort()), [
    ["events", "presence"],
    ["events", "presence", "typing"],
  ]);
  for (const bus of [store, ...buses]) bus.close();
});

Deno.test("a gateway that takes nothing in is told no more than a bounded part, and later goes on", async () => {
  using rig = new Rig();
  const length = limits.eventsUnderWay / 16;
  const quick: number[] = [];
  const slow: number[] = [];
  const bus = new GatewayBus(crypto.randomUUID(), (message) => sayQuick(message));
  let sayQuick: (message: OverLine) => void = () => {};
  let saySlow: (message: OverLine) => void = () => {};
  bus.listen((post) => post.kind === "events" && quick.push(post.runs[0].to));
  rig.addLine((message, say) => {
    sayQuick = say;
    if (message.op === "events") bus.receive(message);
  });
  rig.addLine((message, say) => {
    saySlow = say;
    if (message.op === "events") slow.push(message.post.runs[0].to);
  });
  for (let seq = 1; seq <= 40; seq++) {
    rig.bus.post(post("A", seq, length));
    await eventually(() => quick.at(-1) === seq, "the quick one has it");
  }
  assert.equal(slow.length, 16);
  saySlow({ op: "heard", length: 16 * length });
  await eventually(() => {
    rig.bus.post(post("A", 41, length));
    return slow.at(-1) === 41;
  }, "the slow one is told again");
  bus.close();
});

Deno.test("threads that read the log are told where rooms are, several commits at once", async () => {
  using rig = new Rig();
  const got: HeadsMessage[] = [];
  rig.addFollower((message) => got.push(message));
  for (let seq = 1; seq <= 100; seq++) rig.bus.post(post(seq % 2 === 0 ? "A" : "B", seq));
  await eventually(() => got.length > 0, "news");
  assert.deepEqual(got, [{ op: "heads", heads: [["B", 99], ["A", 100]] }]);
});
