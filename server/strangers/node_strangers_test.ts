import assert from "node:assert/strict";
import fc from "fast-check";
import { limits } from "../../shared/limits.ts";
import type { StrangerAsk } from "./messages.ts";
import { Air, type Node, settle } from "./testing/air.ts";

const NEXT = { name: "next" } as const;
const PAIRED = { type: "stranger", state: "paired" };
const LOST = { type: "stranger", state: "waiting", ended: "gone" };

/** Two people at two nodes who met, the hub at a third one. */
async function met(air: Air): Promise<[Node, Node, Node]> {
  const [one, two, hub] = air.nodes;
  air.elect(hub);
  await settle();
  assert.deepEqual(await one.ask(1, NEXT), { state: "waiting" });
  assert.deepEqual(await two.ask(1, NEXT), { state: "paired" });
  assert.deepEqual(one.toldTo(1).splice(0), [PAIRED]);
  return [one, two, hub];
}

Deno.test("strangers at several nodes meet at one hub, and what they say comes in order", async () => {
  using air = new Air(3);
  const [one, two, hub] = await met(air);
  one.put(1, { name: "say", text: "hello" });
  one.put(1, { name: "say", text: "bye" });
  await one.ask(1, { name: "leave" });
  assert.deepEqual(two.toldTo(1), [
    { type: "stranger-says", text: "hello", at: (two.toldTo(1)[0] as { at: number }).at },
    { type: "stranger-says", text: "bye", at: (two.toldTo(1)[1] as { at: number }).at },
    { type: "stranger", state: "waiting", ended: "left" },
  ]);
  assert.deepEqual(await hub.ask(1, NEXT), { state: "paired" }, "also with somebody where it is");
});

Deno.test("a block tells whom at any node, and holds where the hub is next", async () => {
  using air = new Air(3);
  const [one, two] = await met(air);
  const rule = { account: "node0/1", blocked: "node1/1" };
  const answer = { state: "none", account: rule.blocked, said: "" };
  assert.deepEqual(await one.ask(1, { name: "block" }), answer);
  // As each node hears it from the database.
  for (const node of air.nodes) node.strangers.heed([rule]);
  air.elect(two);
  await air.beats(10);
  assert.deepEqual(await one.ask(1, NEXT), { state: "waiting" });
  await air.beats(10);
  assert.deepEqual(one.toldTo(1), []);
});

Deno.test("without a hub one waits, may go, and is with somebody as soon as there is one", async () => {
  using air = new Air(2);
  const [one, two] = air.nodes;
  assert.deepEqual(await one.ask(1, NEXT), { state: "waiting" });
  assert.deepEqual(await two.ask(1, NEXT), { state: "waiting" });
  assert.deepEqual(await two.ask(2, NEXT), { state: "waiting" });
  assert.deepEqual(await two.ask(2, { name: "leave" }), { state: "none" });
  assert.equal(await one.ask(1, { name: "say", text: "anybody?" }), "conflict");
  assert.equal(await one.ask(1, { name: "block" }), "unavailable");
  air.elect(two);
  await settle();
  assert.deepEqual([one.toldTo(1), two.toldTo(1), two.toldTo(2)], [[PAIRED], [PAIRED], []]);
});

for (const dies of ["ends its turn", "falls silent"] as const) {
  Deno.test(`when the hub ${dies}, those in pairs are told, and meet at the next one`, async () => {
    using air = new Air(3);
    const [one, two, hub] = await met(air);
    if (dies === "falls silent") hub.connected = false;
    else air.elect(undefined);
    await air.beats(1 + limits.strangersSilence / limits.strangersBeat);
    assert.deepEqual(one.toldTo(1).splice(0), [LOST]);
    assert.equal(hub.isHub, false, "another may have the lock");
    const unanswered = [one.put(1, { name: "say", text: "?" }), one.put(1, { name: "block" })];
    two.beginTurn();
    await settle();
    assert.deepEqual([one.toldTo(1), two.toldTo(1)], [[PAIRED], [LOST, PAIRED]]);
    assert.deepEqual(unanswered.map((ref) => one.answers.get(ref)?.ok), [false, false]);
  });
}

Deno.test("a hub that has not noticed that another one has the lock ends when it hears of that", async () => {
  using air = new Air(3);
  const [one, two, hub] = await met(air);
  air.elect(one, false);
  await settle();
  assert.deepEqual([one.isHub, hub.isHub], [true, false]);
  assert.deepEqual([one.toldTo(1), two.toldTo(1)], [[LOST, PAIRED], [LOST, PAIRED]]);
});

Deno.test("what is under way when the hub dies is answered all the same", async () => {
  using air = new Air(3);
  const [one, , hub] = await met(air);
  hub.connected = false;
  const asks: StrangerAsk[] = [{ name: "say", text: "?" }, { name: "block" }, { name: "leave" }];
  const refs = asks.map((ask) => one.put(1, ask));
  await air.beats(1 + limits.strangersSilence / limits.strangersBeat);
  const answers = refs.map((ref) => one.answers.get(ref));
  assert.deepEqual(
    answers.map((answer) => answer?.ok ? answer.result : answer?.code),
    ["conflict", "unavailable", { state: "none" }],
  );
  assert.deepEqual(one.toldTo(1), [LOST]);
});

Deno.test("whoever was silent for long waits for nobody when the hub dies", async () => {
  using air = new Air(3);
  const [one] = await met(air);
  air.now += limits.strangerSilence + 1;
  await one.ask(1, { name: "say", text: "still here" });
  air.elect(undefined);
  await settle();
  assert.deepEqual(one.toldTo(1), [LOST]);
  assert.deepEqual(air.nodes[1].toldTo(1).at(-1), {
    type: "stranger",
    state: "none",
    ended: "gone",
  });
});

for (const loser of ["node", "hub"] as const) {
  Deno.test(`what a ${loser} says and gets lost shows at the next beat, and parts those concerned`, async () => {
    using air = new Air(3);
    const [one, two, hub] = await met(air);
    const where = loser === "node" ? one : hub;
    where.losing = 1;
    one.put(1, { name: "say", text: "lost" });
    await settle();
    assert.deepEqual([one.toldTo(1), two.toldTo(1)], [[], []]);
    await air.beats();
    assert.deepEqual([one.toldTo(1), two.toldTo(1)], [[LOST], [LOST]]);
    await air.beats();
    assert.deepEqual(await hub.ask(1, NEXT), { state: "paired" });
  });
}

Deno.test("a node that dies is gone for the others, and one that is stopped at once", async () => {
  using air = new Air(3);
  const [one, two] = await met(air);
  two.connected = false;
  await air.beats(1 + limits.strangersSilence / limits.strangersBeat);
  assert.deepEqual(one.toldTo(1).splice(0), [LOST]);
  two.connected = true;
  await one.ask(1, { name: "leave" });
  await air.beats();
  assert.deepEqual(
    await one.ask(2, NEXT),
    { state: "paired" },
    "it came back with who waits there",
  );
  await two.strangers.close();
  await settle();
  assert.deepEqual(one.toldTo(2), [LOST]);
});

const anyStep = fc.record({
  op: fc.constantFrom("next", "next", "next", "leave", "gone", "cut", "elect", "lose", "beat"),
  node: fc.integer({ min: 0, max: 2 }),
  connection: fc.integer({ min: 1, max: 3 }),
});

Deno.test("whatever gets lost or dies, in the end each knows where they stand, and one alone hears them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 30 }), async (steps) => {
      using air = new Air(3);
      let [holder] = air.nodes;
      air.elect(holder);
      for (const { op, node: index, connection } of steps) {
        const node = air.nodes[index];
        if (op === "next" || op === "leave") node.put(connection, { name: op });
        else if (op === "cut") node.connected = !node.connected;
        else if (op === "lose") node.losing = connection;
        else if (op === "beat") await air.beats(connection);
        else if (op === "gone") {
          node.strangers.gone(1, connection);
          node.stands.delete(connection);
        } else air.elect(holder = node, connection === 1);
        await settle();
      }
      for (const node of air.nodes) {
        node.connected = true;
        node.losing = 0;
      }
      // Each notices in the end who has the lock.
      air.elect(holder);
      await air.beats(8);
      const all = air.nodes.flatMap((node) =>
        [...node.stands].map(([connection, state]) => ({ node, connection, state }))
      );
      for (const node of air.nodes) node.told.clear();
      for (const { node, connection, state } of all) {
        const said = await node.ask(connection, {
          name: "say",
          text: `${node.name}/${connection}`,
        });
        assert.equal(
          said !== "conflict",
          state === "paired",
          `${node.name}/${connection} is ${state}`,
        );
      }
      const heard = air.nodes.flatMap((node) => [...node.told.values()].flat())
        .map((frame) => frame.type === "stranger-says" ? frame.text : JSON.stringify(frame));
      const paired = all.filter(({ state }) => state === "paired")
        .map(({ node, connection }) => `${node.name}/${connection}`);
      assert.deepEqual(heard.sort(), paired.sort());
      // Who met last at that hub waits for others for a while.
      assert.ok(all.filter(({ state }) => state === "waiting").length <= 3, "nobody waits in vain");
    }),
    { numRuns: 1000 },
  );
});
