import assert from "node:assert/strict";
import fc from "fast-check";
import { checkRoom } from "./checker.ts";
import { Member, settle } from "./member.ts";
import { randomOf } from "../support/random.ts";
import { LONG } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { type Fate, UnreliableBus, Wired } from "../support/wired.ts";

const GATEWAYS = 3;
const MEMBERS = 4;

const step = fc.record({
  member: fc.nat(MEMBERS - 1),
  /** Where it reconnects; it only writes if there is no such gateway. */
  gateway: fc.nat(3 * GATEWAYS),
  messages: fc.integer({ min: 1, max: 5 }),
  turns: fc.integer({ min: 0, max: 4 }),
});

/** So many steps that what a bus may do, it does. */
const ENOUGH = fc.sample(step, { numRuns: 40, seed: 1 });

const MIXED: Fate[] = ["arrives", "arrives", "lost", "lost", "twice", "late"];

Deno.test("whatever the bus loses, doubles or swaps, every member gets the same dense sequence", async () => {
  let repairs = 0;
  const seen = { lost: 0, doubled: 0, swapped: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Fate[]>(MIXED, MIXED, ["lost"], ["late"], ["lost", "arrives"]),
      fc.nat(),
      fc.array(step, { minLength: 10, maxLength: 60 }),
      async (fates, seed, steps) => {
        const random = randomOf(seed);
        const bus = new UnreliableBus(() => random.pick(fates));
        await using wired = await Wired.start(GATEWAYS, bus);
        const accounts = [];
        for (let n = 0; n < MEMBERS; n++) accounts.push(await wired.register(`member${n}`));
        const [reader] = wired.readers;
        const [lobby] = await reader.roomsOf(accounts[0].id);
        const members = accounts.map((account) => new Member(account, lobby.id));
        for (const [n, member] of members.entries()) member.connect(wired, n % GATEWAYS);
        await settle(20);
        for (const { member, gateway, messages, turns } of steps) {
          if (gateway < GATEWAYS) members[member].connect(wired, gateway);
          for (let n = 0; n < messages; n++) members[member].write();
          await settle(turns);
        }
        await settle(5);
        await eventually(() => wired.gateways.every((g) => !g.store.busy), "all is committed");
        const head = await reader.head(lobby.id);
        await eventually(
          () => members.every((member) => (member.events.at(-1)?.seq ?? 0) >= head),
          "everybody has everything",
          10_000,
        );
        assert.deepEqual(members.flatMap((member) => member.unexpected), []);
        checkRoom({
          log: await reader.range(lobby.id, { after: 0, upTo: head }, { events: 1e6, bytes: 1e9 }),
          acknowledged: members.flatMap((member) => member.acknowledged),
          views: members.map(({ account, events }) => ({ member: account.id, events })),
        });
        await eventually(
          () =>
            wired.gateways.every((gateway) =>
              members.every((member) => gateway.online.get(member.account.id))
            ),
          "every gateway knows who is online",
          10_000,
        );
        for (const gateway of wired.gateways) repairs += gateway.feed.counters.repairs;
        for (const what of ["lost", "doubled", "swapped"] as const) seen[what] += bus.seen[what];
      },
    ),
    {
      numRuns: LONG ? 200 : 15,
      examples: [[["lost", "arrives"], 1, ENOUGH], [["twice", "late", "arrives"], 1, ENOUGH]],
    },
  );
  assert.ok(repairs > 0, "nothing was ever repaired");
  for (const [what, times] of Object.entries(seen)) assert.ok(times > 0, `no post was ${what}`);
  console.log(`${repairs} repairs`, seen);
});

Deno.test("who comes back to a gateway that lags behind sees nothing twice", async () => {
  await using wired = await Wired.start(
    2,
    new UnreliableBus((gateway) => gateway === 1 ? "lost" : "arrives"),
  );
  const account = await wired.register("alice");
  const [lobby] = await wired.readers[0].roomsOf(account.id);
  const [writer, visitor, stays] = [0, 1, 2].map(() => new Member(account, lobby.id));
  writer.connect(wired, 0);
  stays.connect(wired, 1);
  await settle(20);
  for (let n = 0; n < 5; n++) writer.write();
  visitor.connect(wired, 0);
  await eventually(() => visitor.events.length === 6, "the visitor is served by the first gateway");
  visitor.connect(wired, 1);
  await eventually(() => stays.events.length === 6, "the second gateway has caught up");
  await settle(20);
  assert.deepEqual(visitor.events.map((event) => event.seq), [1, 2, 3, 4, 5, 6]);
});
