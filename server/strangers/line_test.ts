import assert from "node:assert/strict";
import type { StrangerNews } from "./messages.ts";
import { StrangerLine } from "./line.ts";

const PAIRED = { type: "stranger", state: "paired" } as const;
const LEFT = { type: "stranger", state: "waiting", ended: "left" } as const;

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await turn();
}

/** What a command makes of an answer: some steps later, but within the same turn. */
async function afterSteps<T>(answer: Promise<T>): Promise<T> {
  const result = await answer;
  for (let step = 0; step < 10; step++) await Promise.resolve();
  return result;
}

Deno.test("what the hub says to a connection comes in its order, answers and news alike", async () => {
  const refs: number[] = [];
  const line = new StrangerLine((message) => {
    if (message.op === "stranger") refs.push(message.question.ref);
  });
  const came: unknown[] = [];
  const strangers = line.connect("U1", (frame) => came.push(frame));
  for (let n = 0; n < 2; n++) {
    afterSteps(strangers.ask({ name: "next" })).then((result) => came.push(result));
  }
  const answer = (ref: number): StrangerNews => ({
    connection: 1,
    ref,
    answer: { ok: true, result: { state: "waiting" } },
  });
  line.receive({ connection: 1, frame: LEFT });
  line.receive(answer(refs[0]));
  line.receive({ connection: 1, frame: PAIRED });
  line.receive(answer(refs[1]));
  line.receive({ connection: 1, frame: LEFT });
  await turns(5);
  assert.deepEqual(came, [LEFT, { state: "waiting" }, PAIRED, { state: "waiting" }, LEFT]);
});

Deno.test("a connection that is gone is told of once, if the hub knows it, and asks nothing more", async () => {
  const posted: string[] = [];
  const line = new StrangerLine(({ op }) => posted.push(op));
  line.connect("U1", () => {}).close();
  assert.deepEqual(posted, []);
  const told: unknown[] = [];
  const strangers = line.connect("U2", (frame) => told.push(frame));
  const answer = strangers.ask({ name: "leave" });
  strangers.close();
  strangers.close();
  assert.deepEqual(posted, ["stranger", "stranger-gone"]);
  assert.throws(() => strangers.ask({ name: "next" }), { code: "conflict" });
  line.receive({ connection: 2, ref: 1, answer: { ok: false, code: "conflict", message: "No." } });
  line.receive({ connection: 2, frame: PAIRED });
  await assert.rejects(answer, { code: "conflict", message: "No." });
  await turns(3);
  assert.deepEqual(told, []);
});
