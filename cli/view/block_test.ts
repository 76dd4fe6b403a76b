/**
 * Tests of what is pinned to the bottom of the terminal.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { setDraft } from "../editor/editor.ts";
import type { AppEvent } from "../app/events.ts";
import { type AppState, changeRoom } from "../app/state.ts";
import {
  BOB,
  DEV,
  ENTER,
  happen,
  key,
  LOBBY,
  message,
  NOON,
  onlineState,
  typed,
  WITH_BOB,
} from "../app/testing/fixtures.ts";
import { renderBlock } from "./block.ts";
import { lineText, lineWidth } from "./line.ts";
import { renderStatus } from "./status.ts";

function status(state: AppState, columns: number): string {
  return lineText(renderStatus(state, columns));
}

function sized(state: AppState, columns: number, rows: number): AppState {
  return { ...state, size: { columns, rows } };
}

function texts(state: AppState): string[] {
  return renderBlock(state).lines.map(lineText);
}

const busy: AppState = {
  ...changeRoom(
    changeRoom(onlineState([LOBBY, DEV, WITH_BOB]), LOBBY.id, { online: 7 }),
    DEV.id,
    { unread: 5 },
  ),
};

Deno.test("the status line tells connection, room, people, unread and who one is", () => {
  assert.equal(status(busy, 80), "● online · #lobby · unread: #dev 5 · 7 here · alice");
});

Deno.test("where there is little room, what matters least gives way", () => {
  assert.equal(status(busy, 44), "● online · #lobby · unread: #dev 5 · 7 here");
  assert.equal(status(busy, 36), "● online · #lobby · unread: #dev 5");
  assert.equal(status(busy, 30), "● · #lobby · unread: #dev 5");
  assert.equal(status(busy, 22), "● · #lobby · 5 unread");
  assert.equal(status(busy, 10), "● · #lobby");
  assert.equal(status(busy, 6), "#lobby");
  assert.equal(status(busy, 4), "#lo…");
});

Deno.test("without a connection the status line counts down, at 30 columns too", () => {
  const { state } = happen(busy, {
    type: "status",
    status: { state: "offline", reason: "The server is down.", retryIn: 3000 },
  });
  assert.equal(
    status(state, 120),
    "○ offline – reconnecting in 3 s: The server is down. · #lobby · unread: #dev 5 · alice",
  );
  assert.equal(status(state, 30), "○ offline, 3 s · #lobby");
  assert.equal(status(state, 14), "○ offline, 3 s");
  const later = happen(state, { type: "tick", now: NOON + 2100 });
  assert.match(status(later.state, 120), /reconnecting in 1 s/);
  const closed = happen(state, { type: "status", status: { state: "closed", reason: "Go." } });
  assert.match(status(closed.state, 80), /^○ closed: Go\./);
});

Deno.test("messages on their way stand above the status line, the oldest first", () => {
  const sent = happen(onlineState(), typed("one"), ENTER, typed("two"), ENTER);
  assert.deepEqual(texts(sent.state), [
    "   … alice: one",
    "   … alice: two",
    "● online · #lobby · 2 waiting · alice",
    "> ",
  ]);
  const many = happen(sent.state, typed("three"), ENTER, typed("four"), ENTER);
  assert.deepEqual(texts(many.state).slice(0, 3), [
    "   … alice: one",
    "   … alice: two",
    "   … 2 more waiting",
  ]);
});

Deno.test("a notice stands above the status line", () => {
  const { state } = happen(onlineState(), typed("/onlin"), ENTER);
  assert.match(texts(state)[0], /^!! There is no command \/onlin\./);
});

Deno.test("of a long draft the rows around the cursor show", () => {
  const draft = Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n");
  const start = onlineState();
  const state = sized({ ...start, editor: setDraft(start.editor, draft) }, 40, 10);
  const block = renderBlock(state);
  assert.deepEqual(block.lines.slice(1).map(lineText).map((text) => text.trim()), [
    "line 25",
    "line 26",
    "line 27",
    "line 28",
    "line 29",
  ]);
  assert.equal(block.cursorRow, 5);
});

Deno.test("the block fits every terminal: narrower than it, and lower where there are two rows", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 120 }),
    fc.integer({ min: 1, max: 40 }),
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.integer({ min: 0, max: 5 }),
    (columns, rows, draft, sends) => {
      let state = sized(onlineState([LOBBY, DEV]), columns, rows);
      for (let index = 0; index < sends; index++) {
        ({ state } = happen(state, typed(`text ${index}`), ENTER));
      }
      ({ state } = happen(
        state,
        key("c", { ctrl: true }),
        { type: "event", event: message(DEV, 1, BOB, "hi") },
      ));
      state = { ...state, editor: setDraft(state.editor, draft) };
      const block = renderBlock(state);
      assert.ok(block.lines.length <= Math.max(1, rows - 1));
      for (const line of block.lines) assert.ok(lineWidth(line) <= Math.max(1, columns - 1));
      assert.ok(block.cursorRow < block.lines.length);
      assert.ok(block.cursorColumn < Math.max(1, columns - 1));
    },
  ));
});

Deno.test("a password is dots, one for each character, in place of the draft", () => {
  const { state } = happen(
    onlineState(),
    typed("/password"),
    ENTER,
    typed("pä👨‍👩‍👧‍👦ss"),
    { ...ENTER, name: "left" } as AppEvent,
  );
  const block = renderBlock(sized(state, 60, 10));
  assert.equal(lineText(block.lines.at(-1)!), "Your password now: •••••");
  assert.equal(block.cursorColumn, "Your password now: ".length + 4);
  assert.ok(!JSON.stringify(block).includes("pä"));
});

Deno.test("a whisper on its way says whom it goes to", () => {
  const { state } = happen(onlineState(), typed("/to @bob @carol psst"), ENTER);
  assert.equal(texts(state)[0], "   … alice (whisper to bob, carol): psst");
});

Deno.test("the status line tells who writes, and that one is with a stranger or away", () => {
  const writes = happen(onlineState(), { type: "typing", room: LOBBY.id, person: BOB });
  assert.equal(status(writes.state, 80), "● online · #lobby · bob is typing · alice");
  const away = { ...onlineState(), away: true };
  assert.equal(status(away, 80), "● online · #lobby · alice, away");
  const paired = happen(onlineState(), { type: "stranger", state: "paired" });
  assert.equal(status(paired.state, 80), "● online · with a stranger · alice");
});

Deno.test("of rooms with a level only what was asked for counts as unread", () => {
  const level = (notify: "mentions" | "none", mentions: number) =>
    status(changeRoom(busy, DEV.id, { notify, mentions }), 80).includes("unread");
  assert.deepEqual([level("none", 2), level("mentions", 0), level("mentions", 2)], [
    false,
    false,
    true,
  ]);
});
