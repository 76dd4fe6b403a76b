import assert from "node:assert/strict";
import { type ClientFrame, parseClientFrame } from "../../shared/protocol/mod.ts";
import { type Activity, afterFrame, isIdle } from "./idle.ts";

const LENIENT = { timeout: 1_000, strict: false };
const STRICT = { timeout: 1_000, strict: true };

function frame(type: string, fields: Record<string, unknown> = {}): ClientFrame {
  const id = type === "ping" || type === "typing" || type === "hello" ? {} : { id: "r" };
  return parseClientFrame(JSON.stringify({ type, ...id, ...fields }));
}

const SENDS = frame("send", { room: "lobby", text: "hi" });
const TYPES = frame("typing", { room: "lobby" });
const READS = frame("mark-read", { room: "lobby", seq: 1 });
const FETCHES = frame("history", { room: "lobby" });
const PINGS = frame("ping");
const AWAY = frame("idle", { idle: true });
const BACK = frame("idle", { idle: false });

/** A connection that was opened at 0 and got these frames. */
function after(...frames: [at: number, frame: ClientFrame][]): Activity {
  const start: Activity = { heard: 0, deed: 0, told: 0 };
  return frames.reduce((activity, [at, each]) => afterFrame(activity, each, at), start);
}

Deno.test("without a timeout nobody is ever idle", () => {
  assert.equal(isIdle(after([0, AWAY]), { timeout: 0, strict: true }, 1e12), false);
});

Deno.test("a connection that says nothing and is sent nothing is idle when the time is over", () => {
  assert.equal(isIdle(after(), LENIENT, 999), false);
  assert.equal(isIdle(after(), LENIENT, 1_000), true);
});

Deno.test("a ping is no activity, any other frame is", () => {
  assert.equal(isIdle(after([500, PINGS]), LENIENT, 1_200), true);
  for (const each of [SENDS, TYPES, READS, FETCHES, BACK]) {
    assert.equal(isIdle(after([500, each]), LENIENT, 1_200), false, each.type);
  }
});

Deno.test("whoever only reads stays, as long as there is something to read", () => {
  const reader = { ...after(), told: 700 };
  assert.equal(isIdle(reader, LENIENT, 1_600), false);
  assert.equal(isIdle(reader, LENIENT, 1_700), true);
  assert.equal(isIdle(reader, STRICT, 1_000), true, "by the strict rule reading is nothing");
});

Deno.test("a client that says it is idle is believed, whatever it is sent or fetches by itself", () => {
  const away = { ...after([100, AWAY], [900, FETCHES], [950, AWAY]), told: 1_000 };
  assert.equal(isIdle(away, LENIENT, 1_099), false);
  assert.equal(isIdle(away, LENIENT, 1_100), true);
});

Deno.test("whoever does something is back", () => {
  for (const each of [SENDS, TYPES, READS, BACK]) {
    assert.equal(isIdle(after([100, AWAY], [900, each]), LENIENT, 1_500), false, each.type);
  }
});

Deno.test("by the strict rule only what a person does counts", () => {
  for (const each of [SENDS, TYPES, READS, BACK]) {
    assert.equal(isIdle(after([500, each]), STRICT, 1_200), false, each.type);
  }
  for (const each of [FETCHES, PINGS, AWAY]) {
    assert.equal(isIdle(after([500, each]), STRICT, 1_200), true, each.type);
  }
});
