/**
 * Tests of drafts and messages that outlive the client, and of where a draft is sent to.
 * @module
 */
import assert from "node:assert/strict";
import { DEFAULT_CONFIG } from "../config/options.ts";
import type { AppEvent } from "./events.ts";
import { toKeep } from "./keeping.ts";
import {
  ALICE,
  DEV,
  ENTER,
  happen,
  key,
  LOBBY,
  message,
  onlineState,
  printedTexts,
  typed,
} from "./testing/fixtures.ts";

const NOTHING: AppEvent = { type: "kept", kept: { drafts: {}, unsent: [] } };
const start = () => onlineState([LOBBY, DEV]);

Deno.test("nothing is kept before it is known what was kept, lest that be lost", () => {
  assert.equal(toKeep(happen(start(), typed("draft")).state), undefined);
});

Deno.test("drafts of all rooms are kept, and come back where nothing newer was written", () => {
  const there = happen(start(), NOTHING, typed("one"), key("2", { alt: true }), typed("two"));
  const kept = toKeep(there.state)!;
  assert.deepEqual(kept.drafts, { [LOBBY.id]: "one", [DEV.id]: "two" });
  const back = happen(start(), { type: "kept", kept });
  assert.equal(back.state.editor.text, "one");
  assert.equal(happen(back.state, key("2", { alt: true })).state.editor.text, "two");
  const newer = happen(start(), typed("newer"), { type: "kept", kept });
  assert.equal(newer.state.editor.text, "newer");
});

Deno.test("messages not sent go out with the same id after the next start", () => {
  const offline: AppEvent = {
    type: "status",
    status: { state: "offline", reason: "gone", retryIn: 1 },
  };
  const sent = happen(start(), NOTHING, offline, typed("hello"), ENTER);
  const kept = toKeep(sent.state)!;
  assert.equal(kept.unsent.length, 1);
  const left = happen(sent.state, { type: "signal", code: 0 });
  assert.deepEqual(printedTexts(left.effects), ["What is not sent is kept until you come back."]);
  const back = happen(start(), { type: "kept", kept });
  assert.deepEqual(back.effects[0], { type: "send", message: kept.unsent[0] });
  const [{ id }] = kept.unsent;
  const event = message(LOBBY, 1, ALICE, "hello", { id });
  assert.deepEqual(happen(back.state, { type: "event", event }).state.waiting, []);
});

Deno.test("what is for a room that one is no longer in goes nowhere", () => {
  const unsent = [{ id: "x", room: "R-gone", text: "lost", action: false }];
  const back = happen(start(), { type: "kept", kept: { drafts: { "R-gone": "x" }, unsent } });
  assert.deepEqual(back.effects, []);
});

Deno.test("with keep-drafts off nothing is kept, and what is lost is said", () => {
  const off = onlineState([LOBBY], { config: { ...DEFAULT_CONFIG, "keep-drafts": false } });
  const { state } = happen(off, NOTHING, typed("draft"));
  assert.equal(toKeep(state), undefined);
  assert.deepEqual(printedTexts(happen(state, { type: "signal", code: 0 }).effects), [
    "Not sent:\ndraft",
  ]);
});

Deno.test("what was typed for a room is never sent to another", () => {
  const joining = happen(start(), typed("/join #new"), ENTER, typed("for the new room"), ENTER);
  assert.ok(!joining.effects.some(({ type }) => type === "send"));
  assert.match(joining.state.notice!.text, /not open yet/);
  assert.equal(joining.state.editor.text, "for the new room");

  const kicked = happen(start(), typed("for the lo"), { type: "left", room: LOBBY.id });
  const goesOn = happen(kicked.state, typed("bby"), ENTER);
  assert.ok(!goesOn.effects.some(({ type }) => type === "send"), "half of it went elsewhere");
  assert.equal(goesOn.state.editor.text, "for the lobby");
});

Deno.test("what comes from $EDITOR goes into the room that it was written in", () => {
  const asked = happen(start(), typed("a"), key("x", { ctrl: true }), key("e", { ctrl: true }));
  assert.deepEqual(asked.effects, [{ type: "edit-externally", room: LOBBY.id, text: "a" }]);
  const back = happen(
    asked.state,
    key("2", { alt: true }),
    typed("mine"),
    { type: "edited", room: LOBBY.id, text: "a\nb\n" },
  );
  assert.equal(back.state.editor.text, "mine");
  assert.equal(happen(back.state, key("1", { alt: true })).state.editor.text, "a\nb");
});

Deno.test("what is typed while a room is on its way goes into that room", () => {
  const asked = happen(start(), typed("/join #new"), ENTER, typed("hello"));
  const [purpose] = Object.keys(asked.state.pending);
  const room = { id: "R-new", name: "new", kind: "public" as const, head: 0 };
  const answer = { type: "answer", request: "join", purpose, result: { room } } as AppEvent;
  const { state } = happen(asked.state, answer);
  assert.equal(state.current, "R-new");
  assert.equal(state.editor.text, "hello");
  assert.equal(happen(state, key("1", { alt: true })).state.editor.text, "");
});
