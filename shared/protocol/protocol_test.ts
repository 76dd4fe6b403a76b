import assert from "node:assert/strict";
import fc from "fast-check";
import * as v from "valibot";
import { ParleyError } from "../errors.ts";
import { limits } from "../limits.ts";
import { isPlainSend, Send } from "./message.ts";
import {
  type ClientFrameInput,
  CLOSE,
  encodeFrame,
  FrameError,
  mayComeBack,
  parseClientFrame,
  parseServerFrame,
  type ServerFrame,
  splitFrames,
} from "./mod.ts";

const ROOM = "R0123456789ABCDEF";
const EVENT = {
  type: "event",
  room: ROOM,
  seq: 3,
  at: 1_790_000_000_000,
  author: { id: "U1", name: "alice" },
} as const;

function refusal(frame: unknown): FrameError {
  try {
    parseClientFrame(typeof frame === "string" ? frame : JSON.stringify(frame));
  } catch (error) {
    assert.ok(error instanceof ParleyError);
    return error as FrameError;
  }
  return assert.fail("The frame was taken.");
}

Deno.test("a client frame comes through as it was sent, defaults filled in", () => {
  const frames: ClientFrameInput[] = [
    { type: "hello", token: "t", cursors: { [ROOM]: 7 }, backlog: 10 },
    { type: "send", id: "m-1", room: "#lobby", text: "line 1\nline 2", action: true },
    { type: "join", id: "j", room: "ops" },
    { type: "history", id: "h", room: ROOM, after: 3, limit: 10 },
    { type: "direct", id: "d", people: ["@bob"] },
    { type: "ping" },
  ];
  for (const frame of frames) assert.deepEqual(parseClientFrame(encodeFrame(frame)), frame);
  assert.deepEqual(parseClientFrame('{"type":"hello","token":"t"}'), {
    type: "hello",
    token: "t",
    cursors: {},
    backlog: limits.backlogEvents,
  });
});

Deno.test("a frame that can't be read is refused with what is wrong, and its id where it has one", () => {
  assert.match(refusal("{").message, /not JSON/);
  assert.match(refusal("[]").message, /not a JSON object/);
  const unknown = refusal({ type: "shout", id: "x" });
  assert.match(unknown.message, /Unknown frame type "shout"/);
  assert.equal(unknown.requestId, "x");
  const extra = refusal({ type: "send", id: "x", room: ROOM, text: "hi", sudo: true });
  assert.match(extra.message, /"sudo" is not a field/);
  assert.match(refusal({ type: "send", id: "x", room: ROOM }).message, /"text" is missing/);
  assert.match(
    refusal({ type: "send", id: "x", room: ROOM, text: " \n" }).message,
    /"text" is empty/,
  );
  assert.match(
    refusal({ type: "send", id: "a b", room: ROOM, text: "hi" }).message,
    /"id" may hold/,
  );
});

Deno.test("a text may fill its limit in UTF-8 bytes and not pass it", () => {
  const send = (text: string) => ({ type: "send", id: "x", room: ROOM, text });
  const fits = "é".repeat(limits.messageBytes / 2);
  assert.doesNotThrow(() => parseClientFrame(JSON.stringify(send(fits))));
  const error = refusal(send(fits + "a"));
  assert.equal(error.code, "too-large");
  assert.match(error.message, /8192 bytes/);
  assert.match(refusal(send("\ud800")).message, /surrogate/);
});

Deno.test("a plain send is one that its schema takes as it is", () => {
  const odd = ["", " ", "\0", "\ud800", "a b", "#lobby", ROOM, "m-1", "hello\nyou"];
  const long = fc.integer({ min: 0, max: limits.messageBytes + 1 }).map((n) => "é".repeat(n));
  const text = fc.oneof(fc.constantFrom(...odd), fc.string({ unit: "binary" }), long);
  const frames = fc.record({
    type: fc.constantFrom("send", "send", "say"),
    id: fc.oneof(fc.constantFrom("m-1", "m 1"), fc.stringMatching(/^[\w-]{60,66}$/), text),
    room: text,
    text: fc.oneof(text, fc.constant(7)),
    more: fc.constant(true),
  }, { requiredKeys: ["type", "id", "room", "text"], noNullPrototype: true });
  fc.assert(
    fc.property(frames, (frame) => {
      if (isPlainSend(frame)) assert.deepEqual(v.parse(Send, frame), frame);
    }),
    { numRuns: 2_000 },
  );
  assert.ok(isPlainSend({ type: "send", id: "m-1", room: "#lobby", text: "hello" }));
});

Deno.test("clients ignore unknown fields and types, and give an unknown event its place", () => {
  assert.deepEqual(parseServerFrame('{"type":"pong","later":1}'), { type: "pong" });
  assert.equal(parseServerFrame('{"type":"from-the-future"}'), undefined);
  const poll = parseServerFrame(JSON.stringify({ ...EVENT, kind: "poll", options: ["a"] }));
  assert.ok(poll && poll.type === "event" && poll.seq === 3);
  assert.throws(() => parseServerFrame('{"type":"event","kind":"message"}'), ParleyError);
});

Deno.test("any text comes through the log's frames unchanged, one frame a line", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string(), (text, name) => {
    const event: ServerFrame = {
      ...EVENT,
      author: { id: "U1", name },
      kind: "message",
      id: "m",
      text,
    };
    const joined = [event, event].map(encodeFrame).join("\n");
    const frames = splitFrames(joined);
    assert.equal(frames.length, 2);
    for (const frame of frames) assert.deepEqual(parseServerFrame(frame), event);
  }));
});

Deno.test("nothing that a client can send makes the parser throw anything but a clear refusal", () => {
  const anyFrame = fc.record({
    type: fc.constantFrom("hello", "send", "join", "history", "direct", "online", "ping", "x"),
    id: fc.anything(),
    room: fc.anything(),
    text: fc.anything(),
    cursors: fc.anything(),
    people: fc.anything(),
  }, { requiredKeys: [] });
  fc.assert(fc.property(fc.oneof(anyFrame, fc.anything()), (value) => {
    const text = JSON.stringify(value) ?? "";
    try {
      parseClientFrame(text);
    } catch (error) {
      assert.ok(error instanceof ParleyError, String(error));
      assert.ok(error.message.length < 300);
    }
  }));
});

Deno.test("close codes say whether to come back", () => {
  const back = Object.entries(CLOSE).filter(([, code]) => mayComeBack(code)).map(([name]) => name);
  assert.deepEqual(back, ["goingAway", "tooSlow", "silent", "busy", "noHello"]);
  assert.equal(mayComeBack(1006), true);
});
