/**
 * Counts the work that a message costs: whatever the clock says, it must not grow with members or gateways
 * where it need not.
 * @module
 */
import assert from "node:assert/strict";
import process from "node:process";
import type { Post } from "../../server/bus/bus.ts";
import type { Peer, PeerHandler } from "../../server/gateway/listener/listener.ts";
import type { Payload } from "../../server/gateway/listener/payload.ts";
import type { Gateway } from "../../server/gateway/gateway.ts";
import { FanOut, type Subscriber } from "../../server/gateway/ws/fan_out.ts";
import { SqliteLog } from "../../server/store/sqlite/log.ts";
import { eventually } from "../support/wait.ts";
import { UnreliableBus, Wired } from "../support/wired.ts";

const GATEWAYS = 2;
const BURST = 20;

/** What the store's side did about events. */
const done = { commits: 0, encodes: 0 };

const { commit } = SqliteLog.prototype;
SqliteLog.prototype.commit = async function (...args) {
  const result = await commit.apply(this, args);
  if (result.events.length > 0) done.commits++;
  for (const event of result.events) {
    const toJSON = () => (done.encodes++, { ...event });
    Object.defineProperty(event, "toJSON", { value: toJSON });
  }
  return result;
};

/** A connection that keeps what it is sent. */
class CountingPeer implements Peer {
  readonly address = "127.0.0.1";
  readonly waiting = 0;
  readonly payloads: Payload[] = [];
  readonly handler: PeerHandler;

  constructor(gateway: Gateway) {
    this.handler = gateway.accept(this);
  }

  /** Those that carry live events. */
  get live(): Payload[] {
    return this.payloads.filter(({ text }) => text.includes('"kind":"message"'));
  }

  /** Whether it was told of so many messages. */
  has(messages: number): boolean {
    const texts = this.live.map(({ text }) => text).join("\n");
    return texts.split('"kind":"message"').length - 1 === messages;
  }

  send(payload: Payload): void {
    this.payloads.push(payload);
  }

  ping(): void {}

  ignore(): void {}

  close(): void {
    setImmediate(() => this.handler.closed(1000));
  }

  terminate(): void {
    this.handler.closed(1006);
  }
}

/** Counts the posts of events, each of which goes to every gateway. */
class CountingBus extends UnreliableBus {
  posts = 0;

  constructor() {
    super(() => "arrives");
  }

  override post(post: Post): void {
    if (post.kind === "events") this.posts++;
    super.post(post);
  }
}

interface Work {
  commits: number;
  posts: number;
  encodes: number;
  /** Batches that were made, all gateways together. */
  batches: number;
  /** Batches that each client was sent at the most. */
  sends: number;
}

/** The work of one burst of messages that one member says in one turn, to so many members a gateway. */
async function workOf(members: number): Promise<Work> {
  const bus = new CountingBus();
  await using wired = await Wired.start(GATEWAYS, bus);
  const { token } = await wired.register("alice");
  const peers = wired.gateways.flatMap((gateway) =>
    Array.from({ length: members }, () => new CountingPeer(gateway))
  );
  for (const { handler } of peers) {
    handler.message(JSON.stringify({ type: "hello", token, backlog: 0 }));
  }
  const isWelcome = ({ payloads }: CountingPeer) => payloads.length > 0;
  await eventually(() => peers.every(isWelcome), "everybody is welcome");
  const [, room] = /"rooms":\[\{"id":"(\w+)"/.exec(peers[0].payloads[0].text)!;
  const isSubscribed = ({ fanOut }: Gateway) => fanOut.subscribers(room) === members;
  await eventually(() => wired.gateways.every(isSubscribed), "everybody follows the room");

  Object.assign(done, { commits: 0, encodes: 0 });
  bus.posts = 0;
  const frames = Array.from(
    { length: BURST },
    (_, n) => JSON.stringify({ type: "send", id: `m${n}`, room, text: "hello" }),
  );
  peers[0].handler.message(frames.join("\n"));
  await eventually(() => peers.every((peer) => peer.has(BURST)), "everybody has all messages");
  const live = peers.map((peer) => peer.live);
  return {
    ...done,
    posts: bus.posts,
    batches: new Set(live.flat()).size,
    sends: Math.max(...live.map(({ length }) => length)),
  };
}

Deno.test("a burst is one transaction, each event is encoded once, and each client gets one send", async () => {
  for (const members of [2, 50]) {
    assert.deepEqual(await workOf(members), {
      commits: 1,
      posts: 1,
      encodes: BURST,
      batches: GATEWAYS,
      sends: 1,
    }, `${members} members a gateway`);
  }
});

/** Keeps what it is sent, so that no compiler can leave out making it. */
class LastPayload implements Subscriber {
  readonly waiting = 0;
  last: Payload | undefined;

  send(payload: Payload): void {
    this.last = payload;
  }

  tooSlow(): void {}
}

Deno.test("a send to one more client allocates nothing", () => {
  const subscribers = 20_000;
  const fanOut = new FanOut();
  for (let n = 0; n < subscribers; n++) fanOut.subscribe("room", new LastPayload());
  const bytesOfSend = () => {
    const before = process.memoryUsage().heapUsed;
    fanOut.publish("room", "text");
    fanOut.flushRoom("room");
    return (process.memoryUsage().heapUsed - before) / subscribers;
  };
  // Until it is compiled, the loop itself allocates; and a collection makes a flush look like less than
  // nothing. The smallest object has 12 bytes.
  let frugal = 0;
  for (let flushes = 0; flushes < 2_000 && frugal < 10; flushes++) {
    const bytes = bytesOfSend();
    frugal = bytes >= 0 && bytes < 4 ? frugal + 1 : 0;
  }
  assert.equal(frugal, 10, "flushes in a row that allocate nothing for each send");
});
