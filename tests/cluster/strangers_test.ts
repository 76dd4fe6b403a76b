import assert from "node:assert/strict";
import { guest, register } from "../support/http.ts";
import type { TestServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { meet, Person } from "../support/stranger.ts";
import { TestNodes, WITHOUT_CLUSTER } from "./nodes.ts";

async function guestAt({ url }: TestServer): Promise<Person> {
  return await Person.connect(await guest(url), url);
}

/** Two talk, each way. */
async function talk(one: Person, other: Person, about: string): Promise<void> {
  await one.say(`${about}?`);
  await other.hears(`${about}?`);
  await other.say(`${about}!`);
  await one.hears(`${about}!`);
}

testUnless(
  WITHOUT_CLUSTER,
  "strangers at different nodes meet, talk and part; blocks hold, and reports reach the administrators",
  async () => {
    await using cluster = await TestNodes.start(2);
    const [one, two] = cluster.nodes;
    const administrator = await register(one.url, "alice");
    await using a = await Person.connect(administrator, one.url);
    await using b = await guestAt(two);
    await meet(a, b);
    await talk(a, b, "who are you");

    // All that was said before the end arrives before it.
    const asked = [a.say("one"), a.say("two"), a.ask("next")];
    assert.equal((await Promise.all(asked)).at(-1), "waiting");
    await b.is("waiting");
    const last = b.client.frames.filter(({ type }) => type.startsWith("stranger")).slice(-3);
    assert.deepEqual(last.map(({ text, ended }) => text ?? ended), ["one", "two", "next"]);

    await using c = await guestAt(two);
    await c.ask("next");
    // Two of the three, whichever.
    await Promise.any([a.is("paired"), b.is("paired")]);
    for (const person of [a, b, c]) await person.ask("leave");

    await using d = await guestAt(two);
    await meet(a, d);
    await d.say("something bad");
    await a.hears("something bad");
    const { state } = await a.client.request("stranger-report", { reason: "insults" });
    assert.equal(state, "none");
    await d.is("waiting");
    await d.ask("leave");
    await using operator = await Person.connect(administrator, two.url);
    const { reports } = await operator.client.request("all-reports");
    assert.deepEqual(
      reports.map(({ person, by, text }) => [person.id, by.id, text]),
      [[d.account.id, administrator.id, "something bad"]],
    );

    // A block is known at the nodes, whichever has the hub by now: also that of a guest.
    await meet(b, c);
    assert.equal(await c.ask("block"), "none");
    await b.ask("leave");
    await using again = await Person.connect(b.account, one.url);
    assert.equal(await again.ask("next"), "waiting");
    assert.equal(await c.ask("next"), "waiting");
    await using e = await guestAt(one);
    assert.equal(await e.ask("next"), "paired");
    await Promise.any([again.is("paired"), c.is("paired")]);
    assert.notEqual(again.state, c.state, "one of the two is with the new one");
  },
);

testUnless(
  WITHOUT_CLUSTER,
  "a node that dies takes its strangers along: whoever was with them is told, and meets others",
  async () => {
    await using cluster = await TestNodes.start(3);
    const [first, second, third] = cluster.nodes;
    await using a = await guestAt(second);
    await using b = await guestAt(third);
    await meet(a, b);
    await third.kill();
    await a.is("waiting");
    assert.deepEqual(a.endings(), ["gone"]);
    await using c = await guestAt(first);
    assert.equal(await c.ask("next"), "paired");
    await a.is("paired");
    await talk(a, c, "is it you");
  },
);

testUnless(
  WITHOUT_CLUSTER,
  "when the node where strangers meet dies, or the broker, or the database, they meet elsewhere",
  async () => {
    await using cluster = await TestNodes.start(3);
    const [first, second, third] = cluster.nodes;
    await using a = await guestAt(second);
    await using b = await guestAt(third);
    await meet(a, b);
    await talk(a, b, "one");
    const parted = async (count: number) => {
      const isTold = (person: Person) =>
        person.client.until(() => person.endings().length >= count, `end ${count}`);
      await Promise.all([isTold(a), isTold(b)]);
      await Promise.all([a.is("paired"), b.is("paired")]);
      await talk(a, b, `after end ${count}`);
    };

    // It started first, so the hub is there.
    await first.kill();
    await parted(1);
    assert.deepEqual(a.endings(), ["gone"]);

    await cluster.nats.kill();
    await a.is("waiting");
    await cluster.nats.run();
    await parted(2);

    await cluster.postgres.stop();
    await a.is("waiting");
    await cluster.postgres.run();
    await parted(3);
  },
);
