import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { PresenceChange } from "../bus/bus.ts";
import { Everywhere } from "./everywhere.ts";
import { PresenceHub } from "./hub.ts";
import { NodePresence } from "./node_presence.ts";

const alice = { id: "U000000000000000A", name: "alice" };
const bob = { id: "U000000000000000B", name: "bob" };

/** What nodes say to each other; some of it gets lost on demand. */
class Air {
  readonly nodes: TestNode[] = [];
  lost = false;
  now = 0;

  add(name: string): TestNode {
    const node = new TestNode(this, name);
    this.nodes.push(node);
    return node;
  }

  [Symbol.dispose](): void {
    for (const node of this.nodes) node.close();
  }
}

class TestNode {
  connected = true;
  take: (payload: Uint8Array) => void = () => {};
  readonly hub: PresenceHub;
  readonly everywhere = new Everywhere(() => {});
  readonly presence: NodePresence;

  constructor(air: Air, readonly name: string) {
    this.hub = new PresenceHub((change) => this.#changed(change));
    const broker = {
      connected: true,
      publish: (_subject: string, payload: Uint8Array | string) => {
        const bytes = new TextEncoder().encode(payload as string);
        for (const other of air.nodes) if (other !== this && !air.lost) other.take(bytes);
        return true;
      },
      subscribe: (_subject: string, take: (payload: Uint8Array) => void) => {
        this.take = take;
        return () => this.take = () => {};
      },
    };
    this.presence = new NodePresence(name, broker, this.hub, this.everywhere, () => air.now);
  }

  get names(): string[] {
    return this.everywhere.people().map(({ person, state }) => `${person.name} ${state}`).sort();
  }

  close(): void {
    this.presence.close();
    this.hub.close();
  }

  #changed(change: PresenceChange): void {
    this.everywhere.set("here", change);
    this.presence.changed(change);
  }
}

/** Lets what was said in this turn, and the answers to it, arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

Deno.test("nodes know of each other's people, also one that comes later", async () => {
  using air = new Air();
  const one = air.add("one");
  one.hub.arrive(1, alice);
  await settle();
  const two = air.add("two");
  two.hub.arrive(1, bob);
  await settle();
  air.now += limits.nodeHeartbeat;
  one.presence.beat();
  two.presence.beat();
  await settle();
  assert.deepEqual(one.names, ["alice online", "bob online"]);
  assert.deepEqual(two.names, ["alice online", "bob online"]);
  one.hub.depart(1, alice.id, true);
  await settle();
  assert.deepEqual(two.names, ["bob online"]);
});

Deno.test("a change that got lost is found with the next heartbeat", async () => {
  using air = new Air();
  const [one, two] = [air.add("one"), air.add("two")];
  for (const node of [one, two]) node.presence.beat();
  await settle();
  air.lost = true;
  one.hub.arrive(1, alice);
  await settle();
  air.lost = false;
  assert.deepEqual(two.names, []);
  air.now += limits.nodeHeartbeat;
  one.presence.beat();
  await settle();
  assert.deepEqual(two.names, ["alice online"]);
});

Deno.test("a node whose heartbeat stopped has nobody online, one that says goodbye at once", async () => {
  using air = new Air();
  const [one, two, three] = [air.add("one"), air.add("two"), air.add("three")];
  one.hub.arrive(1, alice);
  three.hub.arrive(1, bob);
  air.now += limits.nodeHeartbeat;
  for (const node of [one, two, three]) node.presence.beat();
  await settle();
  assert.deepEqual(two.names, ["alice online", "bob online"]);
  three.close();
  assert.deepEqual(two.names, ["alice online"]);
  air.now += limits.nodeSilence + 1;
  two.presence.beat();
  assert.deepEqual(two.names, []);
});

Deno.test("who is back is back at every node, also where nobody heard it when it was said", async () => {
  using air = new Air();
  const nodes = [air.add("one"), air.add("two")];
  for (const { hub } of nodes) hub.arrive(1, alice);
  await settle();
  const say = async (node: TestNode, away: { text?: string } | undefined) => {
    const at = node.hub.say(alice.id, away);
    node.presence.away(alice.id, away, at);
    await settle();
  };
  const shown = () => nodes.map(({ names }) => names.join());
  await say(nodes[0], { text: "lunch" });
  assert.deepEqual(shown(), ["alice away", "alice away"]);
  air.lost = true;
  await say(nodes[0], undefined);
  assert.deepEqual(shown(), ["alice online", "alice away"], "as the newest that each one knows");
  air.lost = false;
  // The next heartbeat shows that something is missing.
  const beat = async () => {
    air.now += limits.nodeHeartbeat;
    for (const { presence } of nodes) presence.beat();
    await settle();
  };
  await beat();
  await beat();
  assert.deepEqual(shown(), ["alice online", "alice online"]);
  // It doesn't hang on the node where it was said.
  nodes[0].hub.depart(1, alice.id, true);
  await settle();
  assert.deepEqual(shown(), ["alice online", "alice online"]);
});
