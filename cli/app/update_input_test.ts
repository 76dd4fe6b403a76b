/**
 * Tests of what the app does about what a person types.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { AppEvent } from "./events.ts";
import {
  ALICE,
  BOB,
  DEV,
  ENTER,
  freshState,
  happen,
  key,
  LOBBY,
  message,
  NOON,
  onlineState,
  printedTexts,
  typed,
  welcome,
  WITH_BOB,
} from "./testing/fixtures.ts";

const CTRL_C = key("c", { ctrl: true });

function say(text: string): AppEvent[] {
  return [typed(text), ENTER];
}

Deno.test("a text goes to the open room, and its draft is gone", () => {
  const { state, effects } = happen(onlineState(), ...say("hello"));
  const message = { id: "id-2", room: LOBBY.id, text: "hello", action: false };
  assert.deepEqual(effects, [{ type: "send", message }]);
  assert.equal(state.editor.text, "");
});

Deno.test("two slashes send a text that starts with one", () => {
  const { effects } = happen(onlineState(), ...say("//etc/hosts"));
  assert.equal(effects[0].type === "send" && effects[0].message.text, "/etc/hosts");
});

Deno.test("an unknown command is never sent: the nearest is named and the draft stays", () => {
  const { state, effects } = happen(onlineState(), ...say("/onlin now"));
  assert.deepEqual(effects, []);
  assert.equal(state.editor.text, "/onlin now");
  assert.match(state.notice!.text, /no command \/onlin\. Did you mean \/online\?/);
});

Deno.test("a notice stays until the next key, not until the next news", () => {
  const refused = happen(onlineState(), ...say("/nope"));
  const later = happen(
    refused.state,
    { type: "event", event: message(LOBBY, 1, BOB, "hi") },
    { type: "tick", now: NOON },
    { type: "focus", focused: true },
  );
  assert.ok(later.state.notice);
  assert.equal(happen(later.state, typed("x")).state.notice, undefined);
});

Deno.test("a message that is too long stays in the draft, counted in bytes", () => {
  const fits = "é".repeat(limits.messageBytes / 2);
  assert.equal(happen(onlineState(), ...say(fits)).effects.length, 1);
  const { state, effects } = happen(onlineState(), ...say(fits + "x"));
  assert.deepEqual(effects, []);
  assert.equal(state.editor.text, fits + "x");
  assert.match(state.notice!.text, /8193 bytes, 8192 are allowed/);
});

Deno.test("without a room the draft stays", () => {
  const { state, effects } = happen(freshState(), ...say("hello"));
  assert.deepEqual(effects, []);
  assert.equal(state.editor.text, "hello");
  assert.match(state.notice!.text, /No room is open/);
});

Deno.test("what is typed before the first room opens stays", () => {
  const early = happen(freshState(), typed("early bird"));
  const { state } = happen(early.state, { type: "welcome", welcome: welcome([LOBBY]) });
  assert.deepEqual([state.current, state.editor.text], [LOBBY.id, "early bird"]);
});

Deno.test("each room keeps its draft, and Alt with digits and arrows changes rooms", () => {
  const start = onlineState([LOBBY, DEV, WITH_BOB]);
  const there = happen(start, typed("for the lobby"), key("2", { alt: true }), typed("for dev"));
  assert.equal(there.state.current, DEV.id);
  assert.equal(there.state.editor.text, "for dev");
  const right: AppEvent = { type: "key", name: "right", ctrl: false, alt: true, shift: false };
  const around = happen(there.state, right, right);
  assert.equal(around.state.current, LOBBY.id);
  assert.equal(around.state.editor.text, "for the lobby");
  assert.equal(happen(around.state, { ...right, name: "left" }).state.current, WITH_BOB.id);
  assert.equal(happen(around.state, key("9", { alt: true })).state.current, LOBBY.id);
});

Deno.test("Ctrl-C twice leaves, also when the first clears a draft; a key in between takes it back", () => {
  const once = happen(onlineState(), CTRL_C);
  assert.deepEqual(once.effects, []);
  assert.match(once.state.notice!.text, /Ctrl-C again/);
  assert.deepEqual(happen(once.state, CTRL_C).effects, [{ type: "quit", code: 0 }]);
  const cleared = happen(onlineState(), typed("draft"), CTRL_C);
  assert.equal(cleared.state.editor.text, "");
  assert.deepEqual(happen(cleared.state, CTRL_C).effects, [{ type: "quit", code: 0 }]);
  const stayed = happen(once.state, typed("x"), key("c", { ctrl: true }));
  assert.deepEqual(stayed.effects, []);
});

Deno.test("Ctrl-D leaves on an empty line; what was not sent is said", () => {
  const { effects } = happen(onlineState(), ...say("lost"), key("d", { ctrl: true }));
  assert.deepEqual(effects.slice(1), [
    { type: "print", entries: [{ kind: "notice", tone: "warning", text: "Not sent:\nlost" }] },
    { type: "quit", code: 0 },
  ]);
});

Deno.test("what is acknowledged counts as sent when one leaves", () => {
  const sent = happen(onlineState(), ...say("kept"));
  const { id } = sent.state.waiting[0].message;
  const ack = { type: "ack", id, room: LOBBY.id, seq: 1, at: NOON } as const;
  const { effects } = happen(sent.state, { type: "acked", ack }, { type: "signal", code: 143 });
  assert.deepEqual(effects, [{ type: "quit", code: 143 }]);
});

Deno.test("Ctrl-Z and Ctrl-L are the terminal's matter", () => {
  const { effects } = happen(onlineState(), key("z", { ctrl: true }), key("l", { ctrl: true }));
  assert.deepEqual(effects, [{ type: "suspend" }, { type: "redraw" }]);
  const { state } = happen(onlineState(), { type: "unsuspendable", reason: "Not permitted." });
  assert.equal(state.notice?.text, "Not permitted.");
});

Deno.test("a piped line is sent like a typed one; what can't be done is said with its text", () => {
  const state = onlineState([LOBBY], { plain: true });
  assert.equal(happen(state, { type: "line", text: "hello" }).effects[0].type, "send");
  assert.deepEqual(happen(state, { type: "line", text: "  " }).effects, []);
  const { effects } = happen(state, { type: "line", text: "/nope" });
  assert.match(printedTexts(effects)[0], /no command \/nope[\s\S]*\nNot sent: \/nope$/);
});

Deno.test("when a pipe has ended, the client leaves after the last message is in the log", () => {
  const state = onlineState([LOBBY], { plain: true });
  assert.deepEqual(happen(state, { type: "end" }).effects, [{ type: "quit", code: 0 }]);
  const sent = happen(state, { type: "line", text: "hello" }, { type: "end" });
  assert.deepEqual(sent.effects.map(({ type }) => type), ["send"]);
  const { id } = sent.state.waiting[0].message;
  const done = happen(sent.state, {
    type: "event",
    event: message(LOBBY, 1, ALICE, "hello", { id }),
  });
  assert.deepEqual(done.effects.at(-1), { type: "quit", code: 0 });
  const closed = happen(sent.state, {
    type: "status",
    status: { state: "closed", reason: "Signed out." },
  });
  assert.deepEqual(closed.effects.at(-1), { type: "quit", code: 3 });
});

Deno.test("when the terminal has ended, the client leaves at once", () => {
  assert.deepEqual(happen(onlineState(), { type: "end" }).effects, [{ type: "quit", code: 0 }]);
});
