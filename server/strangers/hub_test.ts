import assert from "node:assert/strict";
import fc from "fast-check";
import { limits } from "../../shared/limits.ts";
import { StrangerHub } from "./hub.ts";
import type { StrangerAnswer, StrangerAsk, StrangerNews } from "./messages.ts";

type Told = Extract<StrangerNews, { frame: unknown }>["frame"];

/** A hub, a clock, and what each connection was told. */
class Rig implements Disposable {
  now = 0;
  readonly told = new Map<string, Told[]>();
  readonly hub = new StrangerHub((gateway, news) => {
    if ("answer" in news) this.#answer = news.answer;
    else this.toldTo(gateway, news.connection).push(news.frame);
  }, () => this.now);
  #answer: StrangerAnswer | undefined;

  toldTo(gateway: number, connection: number): Told[] {
    const key = `${gateway}/${connection}`;
    const told = this.told.get(key) ?? [];
    this.told.set(key, told);
    return told;
  }

  ask(gateway: number, connection: number, ask: StrangerAsk, account?: string): StrangerAnswer {
    account ??= `account ${gateway}/${connection}`;
    this.hub.receive(gateway, { connection, ref: 1, account, ask });
    return this.#answer!;
  }

  /** Lets several connections of one gateway arrive, one behind the other. */
  arrive(...places: [gateway: number, connection: number][]): void {
    for (const [gateway, connection] of places) this.ask(gateway, connection, { name: "next" });
  }

  [Symbol.dispose](): void {
    this.hub.close();
  }
}

const NOBODY = { ok: false, code: "conflict" };

function code(answer: StrangerAnswer): unknown {
  return answer.ok ? answer : { ok: false, code: answer.code };
}

Deno.test("what one says reaches the stranger at another gateway, in order, and nobody else", () => {
  using rig = new Rig();
  rig.arrive([1, 1], [2, 1], [1, 2], [2, 2]);
  rig.now = 7;
  assert.deepEqual(rig.ask(1, 1, { name: "say", text: "hi" }), { ok: true, result: { at: 7 } });
  rig.ask(1, 1, { name: "say", text: "there" });
  rig.ask(1, 1, { name: "leave" });
  assert.deepEqual(rig.told.get("2/1"), [
    { type: "stranger-says", text: "hi", at: 7 },
    { type: "stranger-says", text: "there", at: 7 },
    { type: "stranger", state: "waiting", ended: "left" },
  ]);
  assert.deepEqual(rig.told.get("1/2"), [{ type: "stranger", state: "paired" }]);
  assert.equal(rig.told.get("2/2"), undefined);
  assert.deepEqual(code(rig.ask(1, 1, { name: "say", text: "still there?" })), NOBODY);
});

Deno.test("whoever asks is answered, and not told besides", () => {
  using rig = new Rig();
  assert.deepEqual(rig.ask(1, 1, { name: "next" }), { ok: true, result: { state: "waiting" } });
  assert.deepEqual(rig.ask(2, 1, { name: "next" }), { ok: true, result: { state: "paired" } });
  assert.deepEqual(rig.ask(2, 1, { name: "leave" }), { ok: true, result: { state: "none" } });
  assert.equal(rig.told.get("2/1"), undefined);
});

Deno.test("a connection or a gateway that ends leaves its stranger to the next one", () => {
  using rig = new Rig();
  rig.arrive([1, 1], [2, 1], [1, 2]);
  rig.hub.gone(1, 1);
  rig.hub.gone(1, 1);
  const gone = { type: "stranger", state: "waiting", ended: "gone" };
  const paired = { type: "stranger", state: "paired" };
  assert.deepEqual(rig.told.get("2/1"), [gone, paired]);
  rig.hub.dropGateway(1);
  assert.deepEqual(rig.told.get("2/1"), [gone, paired, gone]);
  rig.arrive([3, 1]);
  assert.deepEqual(rig.told.get("2/1"), [gone, paired, gone, paired]);
});

Deno.test("a block tells the server whom, and the newest of what they said", () => {
  using rig = new Rig();
  rig.arrive([1, 1], [2, 1]);
  const words = Array.from({ length: limits.reportedMessages + 5 }, (_, n) => `word ${n}`);
  for (const text of words) rig.ask(1, 1, { name: "say", text });
  assert.deepEqual(rig.ask(2, 1, { name: "block" }), {
    ok: true,
    result: {
      state: "none",
      account: "account 1/1",
      said: words.slice(-limits.reportedMessages).join("\n"),
    },
  });
  assert.deepEqual(rig.told.get("1/1")?.at(-1), {
    type: "stranger",
    state: "waiting",
    ended: "left",
  });
  rig.arrive([2, 1]);
  rig.now = 1e9;
  rig.hub.sweep();
  assert.deepEqual(rig.ask(2, 1, { name: "next" }), { ok: true, result: { state: "waiting" } });
});

Deno.test("long messages are kept up to a length for a report, the newest one always", () => {
  using rig = new Rig();
  rig.arrive([1, 1], [2, 1]);
  const long = "a".repeat(limits.reportedLength - 10);
  rig.ask(1, 1, { name: "say", text: long });
  rig.ask(1, 1, { name: "say", text: "and some more" });
  const answer = rig.ask(2, 1, { name: "block" });
  assert.ok(answer.ok && "said" in answer.result);
  assert.equal(answer.result.said, "and some more");
});

Deno.test("a block is about the stranger who spoke last, also when the next one came already", () => {
  using rig = new Rig();
  rig.arrive([1, 1], [1, 2], [1, 3]);
  rig.ask(1, 1, { name: "say", text: "something bad" });
  rig.ask(1, 1, { name: "leave" });
  const blocked = { state: "paired", account: "account 1/1", said: "something bad" };
  assert.deepEqual(rig.ask(1, 2, { name: "block" }), { ok: true, result: blocked });
  const next = { state: "none", account: "account 1/3", said: "" };
  assert.deepEqual(rig.ask(1, 2, { name: "block" }), { ok: true, result: next });
  assert.deepEqual(code(rig.ask(1, 2, { name: "block" })), NOBODY);
});

Deno.test("what a stranger said is erased some time after they are gone, and not before", () => {
  using rig = new Rig();
  rig.arrive([1, 1], [1, 2]);
  rig.ask(1, 1, { name: "say", text: "hello" });
  rig.now = limits.strangerRecall;
  rig.hub.sweep();
  rig.hub.gone(1, 1);
  rig.now--;
  rig.hub.sweep();
  assert.equal(rig.ask(1, 2, { name: "leave" }).ok, true);
  rig.now++;
  rig.hub.sweep();
  assert.deepEqual(code(rig.ask(1, 2, { name: "block" })), NOBODY);
});

Deno.test("blocks of an earlier run hold, and those of an account that is gone for good do not", () => {
  using rig = new Rig();
  rig.hub.start([["account 1/1", "account 1/2"]]);
  rig.arrive([1, 1], [1, 2]);
  assert.equal(rig.told.get("1/1"), undefined);
  rig.hub.heed([{ account: "account 1/1" }]);
  rig.now = limits.strangerAgain;
  rig.arrive([1, 3]);
  assert.deepEqual(rig.told.get("1/1"), [{ type: "stranger", state: "paired" }]);
});

const anyStep = fc.record({
  op: fc.constantFrom("next", "next", "next", "leave", "block", "gone", "crash", "sweep"),
  gateway: fc.integer({ min: 1, max: 3 }),
  connection: fc.integer({ min: 1, max: 4 }),
});

Deno.test("whatever happens at several gateways, each is told where it stands and heard by one alone", () => {
  fc.assert(fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
    using rig = new Rig();
    const stands = new Map<string, string>();
    const read = () => {
      for (const [place, frames] of rig.told) {
        for (const frame of frames.splice(0)) {
          if (frame.type === "stranger") stands.set(place, frame.state);
        }
      }
    };
    for (const { op, gateway, connection } of steps) {
      const place = `${gateway}/${connection}`;
      if (op === "next" || op === "leave" || op === "block") {
        const answer = rig.ask(gateway, connection, { name: op });
        if (answer.ok && "state" in answer.result) stands.set(place, answer.result.state);
      } else if (op === "gone" || op === "crash") {
        if (op === "gone") rig.hub.gone(gateway, connection);
        else rig.hub.dropGateway(gateway);
        const ended = op === "gone" ? [place] : [1, 2, 3, 4].map((c) => `${gateway}/${c}`);
        for (const each of ended) {
          rig.told.delete(each);
          stands.delete(each);
        }
      } else {
        rig.now += limits.strangerAgain;
        rig.hub.sweep();
      }
      read();
      const heardBy = new Map<string, string>();
      for (const [each, state] of stands) {
        const [g, c] = each.split("/").map(Number);
        const answer = rig.ask(g, c, { name: "say", text: each });
        assert.equal(answer.ok, state === "paired", `${each} is ${state}`);
        const hearers = [...rig.told].filter(([, frames]) => frames.splice(0).length > 0);
        assert.equal(hearers.length, state === "paired" ? 1 : 0);
        if (state === "paired") heardBy.set(each, hearers[0][0]);
      }
      for (const [one, other] of heardBy) assert.equal(heardBy.get(other), one, "A pair is two.");
    }
  }));
});

Deno.test("a block that was asked for elsewhere holds, also between two who met meanwhile", () => {
  using rig = new Rig();
  rig.arrive([1, 1], [1, 2]);
  rig.hub.heed([{ account: "account 1/1", blocked: "account 1/2" }]);
  assert.deepEqual(rig.told.get("1/1")?.at(-1), { type: "stranger", state: "none" });
  assert.deepEqual(rig.told.get("1/2"), [{ type: "stranger", state: "waiting", ended: "left" }]);
  rig.now = limits.strangerAgain;
  assert.deepEqual(rig.ask(1, 1, { name: "next" }), { ok: true, result: { state: "waiting" } });
  rig.now *= 2;
  rig.hub.sweep();
  assert.equal(rig.told.get("1/2")?.length, 1);
});
