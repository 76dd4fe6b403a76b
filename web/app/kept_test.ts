import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { isKeptAlike, keptRoom, restoreRoom, roomsToKeep } from "./kept.ts";
import { ALICE, BOB, GARDEN, LOBBY, message, room, TestChat } from "./testing/chat.ts";

const texts = (chat: TestChat) =>
  chat.room().timeline.entries.map((entry) => "view" in entry && entry.view.base.text);

/** The page is closed and opened again, with no network yet. */
function reopen(chat: TestChat, now = 0): TestChat {
  const rooms = chat.state.rooms.map((room) => keptRoom(room)!);
  const next = new TestChat();
  next.feed({ type: "tick", now });
  const kept = { drafts: {}, outbox: [], rooms, desktop: true, sound: true, keys: true };
  next.feed({ type: "signed-in", account: ALICE, kept });
  return next.feed({ type: "status", status: { state: "offline", reason: "", retryIn: 0 } });
}

function open(...texts: string[]): TestChat {
  const lobby = room(LOBBY, "lobby", { head: texts.length });
  return TestChat.open([lobby]).log(...texts.map((text, n) => message(n + 1, text)));
}

Deno.test("what was kept shows without a network, as it was changed, and goes on where it ends", () => {
  const chat = open("one", "two").log({
    type: "event",
    kind: "edit",
    room: LOBBY,
    seq: 3,
    at: 3000,
    author: BOB,
    target: 1,
    text: "changed",
  });
  const later = reopen(chat);
  assert.deepEqual(texts(later), ["changed", "two"]);
  assert.equal(later.room().head, 3);
  later.welcome([room(LOBBY, "lobby", { head: 5 })]);
  later.log(message(4, "three"), message(5, "four"));
  assert.deepEqual(texts(later), ["changed", "two", "three", "four"]);
  assert.deepEqual(later.take("notify"), [], "what came meanwhile is no news");
});

Deno.test("a hole after what was kept starts the window anew behind it", () => {
  const later = reopen(open("one", "two")).welcome([room(LOBBY, "lobby", { head: 1000 })]);
  later.feed({ type: "skipped", room: LOBBY, after: 2, upTo: 999 }).log(message(1000, "late"));
  assert.deepEqual(texts(later), ["late"]);
  later.feed({ type: "scrolled", room: LOBBY, towards: "older" });
  assert.deepEqual(later.take("history").map(({ input }) => input.before), [1000]);
});

Deno.test("of a room as many messages are kept as fit, and none while its window stands further up", () => {
  const many = Array.from({ length: limits.keptEvents + 20 }, (_, n) => `${n}`);
  const chat = open(...many);
  const { page } = keptRoom(chat.room())!;
  assert.equal(page.events.length, limits.keptEvents);
  assert.equal(page.from, 21);
  assert.equal(page.upTo, many.length);
  const long = "x".repeat(limits.keptCharacters - 1);
  assert.equal(keptRoom(open("a", "b", long).room())!.page.from, 2);
  chat.feed({
    type: "page",
    room: LOBBY,
    use: { around: 5 },
    page: { events: [message(5, "5")], from: 5, upTo: 5 },
  });
  assert.equal(keptRoom(chat.room()), undefined);
});

Deno.test("messages that the server has erased by now are not shown from what was kept", () => {
  const day = 24 * 3600 * 1000;
  const chat = TestChat.open([room(LOBBY, "lobby", { retention: 2 })])
    .log(message(1, "old", { at: 0 }), message(2, "new", { at: 2 * day }));
  const kept = keptRoom(chat.room())!;
  assert.deepEqual(texts(reopen(chat, 3 * day)), ["new"]);
  assert.equal(restoreRoom(kept, undefined, 9 * day).timeline.from, 3);
});

Deno.test("a log that is shorter than what was kept is another log", () => {
  const later = reopen(open("one", "two")).welcome([room(LOBBY, "lobby", { head: 1 })]);
  assert.deepEqual(texts(later), []);
});

Deno.test("the rooms with the newest messages are kept, and only what changed is kept again", () => {
  const rooms = Array.from(
    { length: limits.keptRooms + 5 },
    (_, n) => room(`R${String(n).padStart(16, "0")}`, `room-${n}`),
  );
  const chat = TestChat.open(rooms);
  const last = rooms.at(-1)!.id;
  chat.log(message(1, "hi", { room: last }));
  const kept = roomsToKeep(chat.state.rooms);
  assert.equal(kept.length, limits.keptRooms);
  assert.equal(kept[0].id, last);
  const before = chat.room(GARDEN);
  chat.feed({ type: "drafted", room: GARDEN, text: "half" });
  assert.ok(isKeptAlike(before, chat.room(GARDEN)));
  chat.log(message(1, "hi", { room: GARDEN }));
  assert.ok(!isKeptAlike(before, chat.room(GARDEN)));
});

Deno.test("a draft that was sent is gone for good", () => {
  const drafts = { [LOBBY]: { text: "half" }, R0000000000000009: { text: "elsewhere" } };
  const chat = new TestChat();
  const kept = { drafts, outbox: [], rooms: [], desktop: true, sound: true, keys: true };
  chat.feed({ type: "signed-in", account: ALICE, kept });
  chat.welcome([room(LOBBY, "lobby")]);
  assert.equal(chat.room().draft.text, "half");
  chat.feed({ type: "submitted", room: LOBBY });
  const written = chat.effects.findLast((effect) =>
    effect.type === "keep" && effect.key === "drafts"
  );
  assert.deepEqual(written, {
    type: "keep",
    key: "drafts",
    value: { R0000000000000009: { text: "elsewhere" } },
  });
});
