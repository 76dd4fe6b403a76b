/**
 * Tests of scrolling, of going elsewhere, and of what views keep.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { AppEvent } from "./events.ts";
import { placesFor } from "./places.ts";
import { currentRoom } from "./state.ts";
import {
  ALICE,
  arrives,
  BOB,
  CAROL,
  change,
  DEV,
  ENTER,
  happen,
  key,
  LOBBY,
  message,
  onlineState,
  readState,
  typed,
} from "./testing/fixtures.ts";
import { itemsOf } from "./timeline.ts";

const PAGE_UP: AppEvent = { ...ENTER, name: "page-up" } as AppEvent;
const ESCAPE: AppEvent = { ...ENTER, name: "escape" } as AppEvent;

function messages(from: number, upTo: number) {
  return Array.from({ length: upTo - from + 1 }, (_, n) => message(LOBBY, from + n, BOB, `${n}`));
}

function fullscreen(rooms = [LOBBY, DEV]) {
  return onlineState(rooms, { view: "fullscreen" });
}

/** A room of which the last 50 events came. */
function aLongRoom() {
  return happen(fullscreen(), ...arrives(...messages(951, 1000))).state;
}

function purposeOf(state: ReturnType<typeof aLongRoom>): string {
  return Object.keys(state.pending).at(-1)!;
}

Deno.test("scrolling reads older pages before one gets there, one at a time", () => {
  const up = happen(aLongRoom(), PAGE_UP, PAGE_UP);
  const asked = up.effects.filter(({ type }) => type === "request");
  assert.equal(asked.length, 1);
  assert.ok(asked[0].type === "request" && asked[0].request === "history");
  assert.deepEqual(asked[0].input, { room: LOBBY.id, limit: limits.historyEvents, before: 951 });
  const came = happen(up.state, {
    type: "answer",
    request: "history",
    purpose: purposeOf(up.state),
    result: { room: LOBBY.id, events: messages(751, 950), more: true },
  });
  const { items, from, anchor } = came.state.scrolled!;
  assert.deepEqual([items[0].seq, from], [751, 751]);
  const before = up.state.scrolled!;
  assert.equal(items[anchor.index].seq, before.items[before.anchor.index].seq);
});

Deno.test("what is scrolled through is bounded, changes in place, and is left by Escape", () => {
  let { state } = happen(aLongRoom(), PAGE_UP, PAGE_UP);
  for (let upTo = 950; upTo > 0; upTo -= 200) {
    const events = messages(Math.max(1, upTo - 199), upTo);
    const result = { room: LOBBY.id, events, more: upTo > 200 };
    state = happen(state, { type: "answer", request: "history", purpose: purposeOf(state), result })
      .state;
    assert.ok(state.scrolled!.items.length <= limits.scrolledEvents);
    for (let page = 0; page < 15; page++) ({ state } = happen(state, PAGE_UP));
  }
  assert.equal(state.scrolled!.from, 1);
  assert.ok(state.scrolled!.start);
  const edited = change(LOBBY, 1001, BOB, { kind: "edit", target: 3, text: "changed" });
  state = happen(state, { type: "event", event: edited }).state;
  const item = state.scrolled!.items.find(({ seq }) => seq === 3)!;
  assert.ok("view" in item && item.view.changes.size === 1);
  assert.equal(happen(state, ESCAPE).state.scrolled, undefined);
});

Deno.test("who has scrolled back has not read what comes, and who writes comes back", () => {
  const { state } = happen(aLongRoom(), PAGE_UP, { type: "tick", now: aLongRoom().now + 1000 });
  assert.equal(currentRoom(state)!.marked, 0);
  const sent = happen(state, typed("hello"), ENTER);
  assert.equal(sent.state.scrolled, undefined);
});

Deno.test("a room with much that is new opens where one left", () => {
  const dev = { ...DEV, head: 500, you: readState({ read: 100, unread: 400 }) };
  const { state, effects } = happen(fullscreen([LOBBY, dev]), typed("/room dev"), ENTER);
  assert.equal(currentRoom(state)!.freshAfter, 100);
  const asked = effects.find((effect) => effect.type === "request" && effect.request === "history");
  assert.ok(asked?.type === "request");
  assert.deepEqual(asked.input, { room: DEV.id, after: 71, limit: limits.historyEvents });
});

Deno.test("Alt-A goes to who named the reader, then to what is unread", () => {
  const start = happen(
    onlineState([LOBBY, DEV, { ...DEV, id: "R3", name: "ops" }]),
    ...arrives(message(DEV, 1, BOB, "news")),
    ...arrives(message({ ...DEV, id: "R3" }, 1, BOB, "@alice", { mentions: [ALICE.id] })),
  );
  const first = happen(start.state, key("a", { alt: true }));
  assert.equal(first.state.current, "R3");
  const second = happen(first.state, key("a", { alt: true }));
  assert.equal(second.state.current, DEV.id);
  assert.match(happen(second.state, key("a", { alt: true })).state.notice!.text, /Nothing/);
});

Deno.test("the switcher offers rooms with news first, and people without a room", () => {
  const { state } = happen(
    onlineState([LOBBY, { ...DEV, id: "R3", name: "ops" }, DEV]),
    ...arrives(message(DEV, 1, BOB, "news"), message(LOBBY, 1, CAROL, "hello")),
  );
  assert.deepEqual(placesFor(state, "").map(({ label }) => label), ["#dev", "#ops", "@carol"]);
  assert.deepEqual(placesFor(state, "crl").map(({ label }) => label), ["@carol"]);
});

Deno.test("the client's own words stand where they were said, and are bounded", () => {
  let state = happen(fullscreen(), ...arrives(message(LOBBY, 1, BOB, "one"))).state;
  state = happen(state, typed("/help"), ENTER).state;
  state = happen(state, ...arrives(message(LOBBY, 2, BOB, "two"))).state;
  const kinds = itemsOf(state).slice(-3).map((item) => "view" in item ? item.seq : "note");
  assert.deepEqual(kinds, [1, "note", 2]);
  for (let n = 0; n < 2 * limits.roomNotes; n++) {
    state = happen(state, typed("/help"), ENTER).state;
  }
  assert.ok(currentRoom(state)!.notes.length <= limits.roomNotes);
});

Deno.test("a view changes without a word being lost, and the same view changes nothing", () => {
  const { state, effects } = happen(onlineState(), typed("/view fullscreen"), ENTER);
  assert.equal(state.view, "fullscreen");
  assert.deepEqual(effects, [{ type: "view" }]);
  assert.deepEqual(happen(state, typed("/view fullscreen"), ENTER).effects, []);
  const piped = onlineState([LOBBY], { plain: true });
  const refused = happen(piped, { type: "line", text: "/view inline" });
  assert.equal(refused.state.view, "plain");
});

Deno.test("what was looked up shows in the fullscreen view, too", () => {
  const { state } = happen(
    fullscreen(),
    ...arrives(message(LOBBY, 1, BOB, "one")),
    typed("/pins"),
    ENTER,
  );
  const pinned = message(LOBBY, 1, BOB, "one", { state: { seq: 2, pinned: true } });
  const shown = happen(state, {
    type: "answer",
    request: "pins",
    purpose: purposeOf(state),
    result: { room: LOBBY.id, events: [pinned] },
  });
  const kinds = itemsOf(shown.state).slice(-3)
    .map((item) => "view" in item ? "message" : item.entry.kind);
  assert.deepEqual(kinds, ["heading", "event", "heading"]);
  const searching = happen(state, typed("/search one"), ENTER);
  assert.equal(searching.state.overlay?.kind, "search");
});
