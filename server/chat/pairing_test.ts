import assert from "node:assert/strict";
import fc from "fast-check";
import { limits } from "../../shared/limits.ts";
import type { StrangerState } from "../../shared/protocol/mod.ts";
import { type Change, Pairing } from "./pairing.ts";

interface Device {
  account: string;
  name: string;
}

function device(account: string, name = account): Device {
  return { account, name };
}

/** Changes as words: `bob waiting (left)`. */
function words(changes: Change<Device>[]): string[] {
  return changes.map(({ seat, state, ended }) =>
    `${seat.name} ${state}${ended ? ` (${ended})` : ""}`
  );
}

const [ann, bob, cid, dora] = ["ann", "bob", "cid", "dora"].map((name) => device(name));

Deno.test("whoever comes waits until another one comes, and three are never together", () => {
  const pairing = new Pairing<Device>();
  assert.deepEqual(words(pairing.next(ann, 0)), ["ann waiting"]);
  assert.deepEqual(words(pairing.next(ann, 0)), [], "asking again changes nothing");
  assert.deepEqual(words(pairing.next(bob, 0)), ["ann paired", "bob paired"]);
  assert.deepEqual(words(pairing.next(cid, 0)), ["cid waiting"]);
  assert.equal(pairing.partner(ann), bob);
  assert.equal(pairing.partner(cid), undefined);
});

Deno.test("next meets another one, and the one left behind waits on by themselves", () => {
  const pairing = new Pairing<Device>();
  for (const each of [ann, bob, cid]) pairing.next(each, 0);
  assert.deepEqual(words(pairing.next(ann, 0)), [
    "cid paired",
    "ann paired",
    "bob waiting (next)",
  ]);
  assert.deepEqual(words(pairing.leave(cid, "left", 0)), ["ann waiting (left)", "cid none"]);
  assert.deepEqual(words(pairing.next(dora, 0)), ["bob paired", "dora paired"]);
  assert.deepEqual(words(pairing.leave(bob, "gone", 0)), [
    "dora waiting (gone)",
    "ann paired",
    "dora paired",
    "bob none",
  ]);
  assert.deepEqual(words(pairing.leave(bob, "left", 0)), [], "whoever is nowhere leaves nothing");
});

Deno.test("two who just met meet again only when nobody else comes for a while", () => {
  const pairing = new Pairing<Device>();
  for (const each of [ann, bob]) pairing.next(each, 0);
  assert.deepEqual(words(pairing.next(ann, 10)), ["ann waiting", "bob waiting (next)"]);
  assert.deepEqual(words(pairing.sweep(9 + limits.strangerAgain)), []);
  assert.deepEqual(words(pairing.sweep(10 + limits.strangerAgain)), ["bob paired", "ann paired"]);
  pairing.leave(ann, "left", 20_000);
  pairing.next(cid, 20_000);
  assert.equal(pairing.partner(cid), bob, "another one comes first");
  pairing.leave(cid, "left", 20_000);
  pairing.next(ann, 20_000);
  assert.equal(pairing.partner(ann), undefined, "ann met nobody since, though bob did");
});

Deno.test("who was blocked never comes back, whichever of the two asks", () => {
  const pairing = new Pairing<Device>();
  for (const each of [ann, bob]) pairing.next(each, 0);
  assert.deepEqual(words(pairing.block(ann.account, bob.account, 0)), [
    "bob waiting (left)",
    "ann none",
  ]);
  pairing.next(ann, 0);
  assert.deepEqual(words(pairing.sweep(20_000)), []);
  pairing.next(cid, 20_000);
  assert.equal(pairing.partner(cid), bob, "who waits longest comes first");
  pairing.leave(cid, "left", 20_000);
  assert.equal(pairing.state(ann), "waiting");
  assert.equal(pairing.state(bob), "waiting");
  pairing.forget(bob.account);
  pairing.leave(bob, "left", 20_000);
  pairing.next(bob, 20_000);
  pairing.sweep(40_000);
  assert.equal(pairing.partner(bob), ann, "an account that is forgotten was blocked by nobody");
});

Deno.test("with several devices one meets strangers with the one that asked last", () => {
  const pairing = new Pairing<Device>();
  const phone = device("ann", "phone");
  for (const each of [ann, bob]) pairing.next(each, 0);
  assert.deepEqual(words(pairing.next(phone, 0)), [
    "bob waiting (left)",
    "ann none",
    "phone waiting",
  ]);
  assert.deepEqual(words(pairing.leave(ann, "gone", 0)), [], "the old device is nowhere");
  assert.equal(pairing.state(phone), "waiting");
});

Deno.test("whoever was silent for long is found nobody else, since perhaps nobody is at the keys", () => {
  const pairing = new Pairing<Device>();
  const long = limits.strangerSilence + 1;
  for (const each of [ann, bob]) pairing.next(each, 0);
  pairing.spoke(bob, 10);
  assert.deepEqual(words(pairing.leave(ann, "left", long)), ["bob waiting (left)", "ann none"]);
  assert.deepEqual(words(pairing.next(cid, long + 10)), ["bob paired", "cid paired"]);
  assert.deepEqual(words(pairing.leave(cid, "left", long + 10)), ["bob none (left)", "cid none"]);
  pairing.next(bob, long + 10);
  assert.equal(pairing.state(bob), "waiting", "who asks is there");
});

Deno.test("a thousand arrivals leave at most one waiting, and take no time", () => {
  const pairing = new Pairing<Device>();
  const people = Array.from({ length: 1_001 }, (_, n) => device(`person ${n}`));
  for (const each of people) pairing.next(each, 0);
  assert.equal(people.filter((each) => pairing.state(each) === "waiting").length, 1);
  for (const each of people) {
    const partner = pairing.partner(each);
    if (partner) assert.equal(pairing.partner(partner), each);
  }
});

const ACCOUNTS = ["ann", "bob", "cid", "dora", "eve"];
const DEVICES = ACCOUNTS.flatMap((account) => [
  device(account, `${account}'s laptop`),
  device(account, `${account}'s phone`),
]);

const anyDevice = fc.constantFrom(...DEVICES);
const anyStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant("next" as const), device: anyDevice }) },
  fc.record({ op: fc.constantFrom("leave" as const, "gone" as const), device: anyDevice }),
  fc.record({ op: fc.constant("spoke" as const), device: anyDevice }),
  fc.record({
    op: fc.constant("block" as const),
    device: anyDevice,
    account: fc.constantFrom(...ACCOUNTS),
  }),
  fc.record({ op: fc.constant("sweep" as const), time: fc.integer({ min: 0, max: 8_000 }) }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer S> ? S : never;

/** What one can know from outside: what was asked, and what changed by it. */
class Observer {
  readonly pairing = new Pairing<Device>();
  readonly view = new Map<Device, StrangerState>(DEVICES.map((each) => [each, "none"]));
  readonly since = new Map<Device, number>();
  readonly lastMet = new Map<string, string>();
  readonly blocks = new Set<string>();
  now = 0;

  do(step: Step): void {
    if (step.op === "sweep") this.now += step.time;
    const before = new Map(this.since);
    for (const change of this.#carryOut(step)) {
      this.view.set(change.seat, change.state);
      if (change.state === "waiting") this.since.set(change.seat, this.now);
      if (change.state === "paired") this.#onPaired(change.seat, step, before);
    }
  }

  isBlocked(one: Device, other: Device): boolean {
    return this.blocks.has(`${one.account} ${other.account}`) ||
      this.blocks.has(`${other.account} ${one.account}`);
  }

  /** The two met last, in the eyes of one of them at least. */
  justMet(one: Device, other: Device): boolean {
    return this.lastMet.get(one.account) === other.account ||
      this.lastMet.get(other.account) === one.account;
  }

  waitedLong(each: Device): boolean {
    return this.now - this.since.get(each)! >= limits.strangerAgain;
  }

  #carryOut(step: Step): Change<Device>[] {
    switch (step.op) {
      case "next":
        return this.pairing.next(step.device, this.now);
      case "leave":
        return this.pairing.leave(step.device, "left", this.now);
      case "gone":
        return this.pairing.leave(step.device, "gone", this.now);
      case "spoke":
        this.pairing.spoke(step.device, this.now);
        return [];
      case "block":
        if (step.account === step.device.account) return [];
        this.blocks.add(`${step.device.account} ${step.account}`);
        return this.pairing.block(step.device.account, step.account, this.now);
      case "sweep":
        return this.pairing.sweep(this.now);
    }
  }

  #onPaired(one: Device, step: Step, before: Map<Device, number>): void {
    const other = this.pairing.partner(one)!;
    assert.ok(!this.isBlocked(one, other), `${one.name} met ${other.name}, blocked`);
    // The second of the two changes of a pair finds the meeting noted.
    if (this.lastMet.get(one.account) === other.account && this.view.get(other) === "paired") {
      return;
    }
    if (this.justMet(one, other)) {
      assert.equal(step.op, "sweep", `${one.name} met ${other.name} twice in a row`);
      for (const each of [one, other]) {
        assert.ok(this.now - before.get(each)! >= limits.strangerAgain, "They had not waited.");
      }
    }
    this.lastMet.set(one.account, other.account).set(other.account, one.account);
  }
}

function checkInvariants(observer: Observer): void {
  const { pairing, view } = observer;
  for (const each of DEVICES) {
    assert.equal(view.get(each), pairing.state(each), `${each.name} was told where it stands`);
    const partner = pairing.partner(each);
    assert.equal(partner !== undefined, view.get(each) === "paired");
    if (!partner) continue;
    assert.equal(pairing.partner(partner), each, "A pair is two.");
    assert.notEqual(partner.account, each.account);
  }
  for (const account of ACCOUNTS) {
    const active = DEVICES.filter((each) => each.account === account && view.get(each) !== "none");
    assert.ok(active.length <= 1, `${account} is there ${active.length} times`);
  }
  const waiting = DEVICES.filter((each) => view.get(each) === "waiting");
  for (const one of waiting) {
    for (const other of waiting) {
      if (one === other) continue;
      assert.ok(
        observer.isBlocked(one, other) || observer.justMet(one, other),
        `${one.name} waits while ${other.name} waits`,
      );
    }
  }
}

Deno.test("whatever people do, pairs are two who may meet, and nobody waits beside another one", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
      const observer = new Observer();
      for (const step of steps) {
        observer.do(step);
        checkInvariants(observer);
        if (step.op !== "sweep") continue;
        const ready = DEVICES.filter((each) =>
          observer.view.get(each) === "waiting" && observer.waitedLong(each)
        );
        for (const one of ready) {
          for (const other of ready) {
            if (one !== other) assert.ok(observer.isBlocked(one, other), "They waited in vain.");
          }
        }
      }
    }),
    { numRuns: 500 },
  );
});
