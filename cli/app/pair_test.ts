/**
 * Tests of the pair room.
 * @module
 */
import assert from "node:assert/strict";
import type { AppEvent } from "./events.ts";
import type { AppState } from "./state.ts";
import {
  arrives,
  BOB,
  ENTER,
  freshState,
  happen,
  key,
  LOBBY,
  membership,
  message,
  NOON,
  onlineState,
  printedTexts,
  typed,
  welcome,
} from "./testing/fixtures.ts";

const PAIRED: AppEvent = { type: "stranger", state: "paired" };

/** The answer to the last request. */
function answer(state: AppState, result: unknown): AppEvent {
  const [purpose, pending] = Object.entries(state.pending).at(-1)!;
  const request = pending.for === "command" ? pending.request : "stranger-next";
  return { type: "answer", request, purpose, result } as AppEvent;
}

function inPair(): AppState {
  const asked = happen({ ...onlineState(), pending: {} }, typed("/random"), ENTER);
  return happen(asked.state, answer(asked.state, { state: "waiting" }), PAIRED).state;
}

function requested(result: ReturnType<typeof happen>) {
  return result.effects.flatMap((effect) =>
    effect.type === "request" ? [[effect.request, effect.input]] : []
  );
}

Deno.test("/random opens the pair room in place of the room, and says who is there", () => {
  const asked = happen(onlineState(), typed("/random"), ENTER);
  assert.deepEqual(requested(asked), [["stranger-next", {}]]);
  const { state, effects } = happen(
    asked.state,
    answer(asked.state, { state: "waiting" }),
    PAIRED,
  );
  assert.deepEqual([state.current, state.pair], [undefined, {
    standing: "paired",
    back: LOBBY.id,
  }]);
  const [waiting, there] = printedTexts(effects);
  assert.match(waiting, /^Waiting for a stranger/);
  assert.match(there, /^You are with a stranger\./);
});

Deno.test("a line goes to the stranger and nowhere else, and is shown when it was said", () => {
  const said = happen(inPair(), typed("hello"), ENTER);
  assert.deepEqual(requested(said), [["stranger-say", { text: "hello" }]]);
  assert.deepEqual(said.effects.length, 1);
  const purpose = Object.keys(said.state.pending)[0];
  const { effects } = happen(
    said.state,
    { type: "answer", request: "stranger-say", purpose, result: { at: NOON } },
    { type: "stranger-says", text: "hi", at: NOON },
  );
  assert.deepEqual(printedTexts(effects), ["hello", "hi"]);
});

Deno.test("a line for a stranger who is gone comes back, and never into a room", () => {
  const said = happen(inPair(), typed("for you alone"), ENTER);
  const purpose = Object.keys(said.state.pending)[0];
  const failed: AppEvent = {
    type: "failed",
    request: "stranger-say",
    purpose,
    code: "conflict",
    reason: "Nobody is there.",
  };
  assert.equal(happen(said.state, failed).state.editor.text, "for you alone");
  const gone = happen(said.state, { type: "stranger", state: "none", ended: "left" });
  const left = happen(gone.state, typed("/leave"), ENTER, failed);
  assert.equal(left.state.current, LOBBY.id);
  assert.equal(left.state.editor.text, "");
  assert.ok(printedTexts(left.effects).includes("Not sent: for you alone"));
});

Deno.test("while nobody is there a line stays in the draft", () => {
  const gone = happen(inPair(), { type: "stranger", state: "waiting", ended: "next" });
  const { state, effects } = happen(gone.state, typed("hello?"), ENTER);
  assert.deepEqual(effects, []);
  assert.equal(state.editor.text, "hello?");
});

Deno.test("in a pair room there are only its own commands, and no other room opens", () => {
  for (const line of ["/to @bob psst", "/me waves", "/join #dev", "/msg @bob hi", "/edit"]) {
    const { state, effects } = happen(inPair(), typed(line), ENTER);
    assert.deepEqual(effects, []);
    assert.equal(state.editor.text, line);
    assert.match(state.notice!.text, /\/next, \/block/);
  }
  assert.ok(happen(inPair(), key("1", { alt: true })).state.pair);
});

Deno.test("/next, /block and /report ask the server; QUIT leaves as /leave does", () => {
  for (
    const [line, request, input] of [
      ["/next", "stranger-next", {}],
      ["/block", "stranger-block", {}],
      ["/report was rude", "stranger-report", { reason: "was rude" }],
      ["/leave", "stranger-leave", {}],
      ["QUIT", "stranger-leave", {}],
    ] as const
  ) {
    assert.deepEqual(requested(happen(inPair(), typed(line), ENTER)), [[request, input]]);
  }
  assert.match(happen(inPair(), typed("/report"), ENTER).state.notice!.text, /Say why/);
});

Deno.test("leaving goes back to the room and its draft; what was said is in no draft's history", () => {
  const start = happen(onlineState(), typed("half a thought"));
  const asked = happen(start.state, { type: "stranger", state: "paired" });
  assert.equal(asked.state.editor.text, "");
  const said = happen(asked.state, typed("a secret"), ENTER, typed("/leave"), ENTER);
  const { state } = happen(said.state, answer(said.state, { state: "none" }));
  assert.deepEqual([state.current, state.pair, state.editor.text], [
    LOBBY.id,
    undefined,
    "half a thought",
  ]);
  assert.doesNotMatch(JSON.stringify(state.editor), /secret/);
});

Deno.test("a connection that is lost takes the stranger with it", () => {
  const offline = { state: "offline", reason: "Down.", retryIn: 1000 } as const;
  const lost = happen(inPair(), { type: "status", status: offline });
  assert.equal(lost.state.pair?.standing, "none");
  const back = happen(lost.state, { type: "welcome", welcome: welcome([LOBBY]) });
  assert.equal(back.state.current, undefined);
  assert.equal(happen(lost.state, typed("/leave"), ENTER).state.current, LOBBY.id);
});

Deno.test("--random meets a stranger at once, shows nothing of rooms, and ends with leaving", () => {
  const start = happen(
    freshState({ random: true }),
    { type: "status", status: { state: "online" } },
    { type: "welcome", welcome: welcome([LOBBY]) },
  );
  assert.deepEqual(requested(start), [["stranger-next", {}]]);
  const there = happen(
    start.state,
    answer(start.state, { state: "paired" }),
    ...arrives(message(LOBBY, 1, BOB, "in the lobby")),
    { type: "event", event: membership(LOBBY, 2, BOB, "join") },
    { type: "presence", presence: { type: "presence", person: BOB, state: "offline" } },
    { type: "left", room: LOBBY.id },
  );
  assert.equal(printedTexts([...start.effects, ...there.effects]).length, 1);
  const leaving = happen(there.state, typed("QUIT"), ENTER);
  const left = happen(leaving.state, answer(leaving.state, { state: "none" }));
  assert.deepEqual(left.effects.at(-1), { type: "quit", code: 0 });
});
