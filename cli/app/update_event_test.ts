/**
 * Tests of what later events make of messages, and of whispers.
 * @module
 */
import assert from "node:assert/strict";
import type { ChangeEvent, LogEvent } from "../../shared/protocol/mod.ts";
import type { AppEvent } from "./events.ts";
import { findMessage } from "./messages.ts";
import { currentRoom, findRoom } from "./state.ts";
import {
  ALICE,
  arrives,
  BOB,
  CAROL,
  change,
  DEV,
  ENTER,
  freshState,
  happen,
  LOBBY,
  message,
  NOON,
  onlineState,
  printed,
  printedTexts,
  readState,
  typed,
  welcome,
  WITH_BOB,
} from "./testing/fixtures.ts";

function came(...events: LogEvent[]): AppEvent[] {
  return events.map((event) => ({ type: "event", event }));
}

function quotes(effects: Parameters<typeof printed>[0]) {
  return printed(effects).map((entry) => entry.kind === "event" ? entry.quoted : undefined);
}

Deno.test("a change that comes live is a line that quotes the message as it was", () => {
  const { state, effects } = happen(
    onlineState(),
    ...arrives(message(LOBBY, 1, BOB, "hello wrold")),
    ...came(
      change(LOBBY, 2, BOB, { kind: "edit", target: 1, text: "hello world" }),
      change(LOBBY, 3, CAROL, { kind: "react", target: 1, emoji: "👍", on: true }),
      change(LOBBY, 4, BOB, { kind: "delete", target: 1 }),
    ),
  );
  assert.deepEqual(quotes(effects), [
    undefined,
    { seq: 1, author: "bob", text: "hello wrold" },
    { seq: 1, author: "bob", text: "hello world" },
    { seq: 1, author: "bob", text: "hello world" },
  ]);
  const kept = findMessage(currentRoom(state)!, 1)!;
  assert.deepEqual([kept.text, kept.state?.deletedBy], ["", BOB.id]);
});

Deno.test("a change to a message further back is told with its number", () => {
  const far = change(LOBBY, 900, BOB, { kind: "pin", target: 7, on: true });
  assert.deepEqual(quotes(happen(onlineState(), ...came(far)).effects), [{ seq: 7 }]);
});

Deno.test("what the log folded into a message already is not told again", () => {
  const folded = message(LOBBY, 1, BOB, "new", { state: { seq: 2, editedAt: NOON } });
  const edit = change(LOBBY, 2, BOB, { kind: "edit", target: 1, text: "new" });
  const { effects } = happen(onlineState(), ...came(folded, edit));
  assert.deepEqual(printedTexts(effects), ["new"]);
});

Deno.test("a room that is opened shows its messages as they are by then, and no changes", () => {
  const start = happen(freshState(), {
    type: "welcome",
    welcome: welcome([LOBBY, { ...DEV, head: 2 }]),
  });
  const react: ChangeEvent = change(DEV, 3, BOB, {
    kind: "react",
    target: 1,
    emoji: "👍",
    on: true,
  });
  const { state } = happen(
    start.state,
    ...came(
      message(DEV, 1, BOB, "first"),
      change(DEV, 2, BOB, { kind: "edit", target: 1, text: "second" }),
      react,
    ),
  );
  const [, shown, ...more] = printed(happen(state, typed("/room dev"), ENTER).effects);
  assert.ok(shown.kind === "event" && shown.event.kind === "message");
  assert.deepEqual([shown.event.text, shown.event.state?.reactions, more], [
    "second",
    [{ emoji: "👍", people: [BOB.id] }],
    [],
  ]);
});

Deno.test("an answer quotes what it answers, if that is known", () => {
  const { effects } = happen(
    onlineState(),
    ...arrives(
      message(LOBBY, 5, BOB, "question"),
      message(LOBBY, 6, CAROL, "answer", { replyTo: 5 }),
      message(LOBBY, 7, CAROL, "of old", { replyTo: 1 }),
    ),
  );
  assert.deepEqual(quotes(effects), [
    undefined,
    { seq: 5, author: "bob", text: "question" },
    { seq: 1 },
  ]);
});

const TRIO = { ...WITH_BOB, id: "R00000000000TRIO1", name: "bob, carol" };

Deno.test("a whisper stands in its place where it was written, else in its direct room", () => {
  const whisper = message(TRIO, 1, BOB, "psst", { via: LOBBY.id });
  const state = onlineState([LOBBY, DEV, TRIO]);
  const [here] = printed(happen(state, ...came(whisper)).effects);
  assert.ok(here.kind === "event");
  assert.deepEqual([here.elsewhere, here.whisper], [false, ["you", "carol"]]);
  const inDev = happen(state, typed("/room dev"), ENTER).state;
  const there = printed(happen(inDev, ...came(whisper)).effects).at(-1)!;
  assert.ok(there.kind === "event");
  assert.deepEqual([there.elsewhere, there.room, there.whisper], [
    true,
    "@bob @carol",
    ["you", "carol"],
  ]);
  const own = message(TRIO, 1, ALICE, "psst", { via: LOBBY.id });
  const [mine] = printed(happen(state, ...came(own)).effects);
  assert.deepEqual(mine.kind === "event" && mine.whisper, ["bob", "carol"]);
});

Deno.test("an acknowledgement that names another room is a whisper's: it waits for its event there", () => {
  const sent = happen(onlineState([LOBBY, TRIO]), typed("/to @bob @carol psst"), ENTER);
  const { id } = sent.state.waiting[0].message;
  const acked = happen(sent.state, {
    type: "acked",
    ack: { type: "ack", id, room: TRIO.id, seq: 1, at: NOON },
  });
  assert.equal(acked.state.waiting.length, 1);
  const done = happen(acked.state, ...came(message(TRIO, 1, ALICE, "psst", { id, via: LOBBY.id })));
  assert.deepEqual(done.state.waiting, []);
});

Deno.test("after a whisper /reply without a number would answer in public: it is refused", () => {
  const whispered = happen(
    onlineState([LOBBY, TRIO]),
    ...arrives(message(LOBBY, 1, CAROL, "all can read this")),
    ...came(message(TRIO, 1, BOB, "psst", { via: LOBBY.id })),
  );
  for (const line of ["/reply ok, secret", "/reply ^ ok, secret"]) {
    const { state, effects } = happen(whispered.state, typed(line), ENTER);
    assert.deepEqual(effects, []);
    assert.match(state.notice!.text, /is a whisper.*\/to @bob @carol/);
  }
  const named = happen(whispered.state, typed("/reply #1 ok"), ENTER);
  assert.equal(named.effects[0].type, "send");
  const later = happen(whispered.state, ...arrives(message(LOBBY, 2, BOB, "and this")));
  assert.equal(happen(later.state, typed("/reply ok"), ENTER).effects[0].type, "send");
});

Deno.test("unread counts are the server's, and what comes since; nothing hidden counts twice", () => {
  const dev = { ...DEV, head: 5, you: readState({ read: 2, unread: 3, mentions: 1 }) };
  const start = happen(freshState(), { type: "welcome", welcome: welcome([LOBBY, dev]) });
  const { state } = happen(
    start.state,
    ...arrives(
      message(DEV, 5, BOB, "counted"),
      message(DEV, 6, BOB, "new", { mentions: [ALICE.id] }),
      message(DEV, 7, ALICE, "own"),
    ),
  );
  const counts = (of: typeof state) => {
    const { unread, mentions } = findRoom(of, DEV.id)!;
    return { unread, mentions };
  };
  assert.deepEqual(counts(state), { unread: 4, mentions: 2 });
  const read = { type: "read" as const, room: DEV.id, ...readState({ read: 7 }) };
  assert.deepEqual(counts(happen(state, read).state), { unread: 0, mentions: 0 });
  const late = { ...read, read: 6, unread: 9 };
  assert.deepEqual(counts(happen(state, read, late).state), { unread: 0, mentions: 0 });
});

Deno.test("the level says what rings: all, mentions, none", () => {
  const rings = (notify: "all" | "mentions" | "none") => {
    const start = happen(onlineState([LOBBY, WITH_BOB]), {
      type: "read",
      room: WITH_BOB.id,
      ...readState({ notify }),
    });
    return arrives(
      message(WITH_BOB, 1, BOB, "hi"),
      message(WITH_BOB, 2, BOB, "@alice", { mentions: [ALICE.id] }),
    ).map((event) => happen(start.state, event).effects.some(({ type }) => type === "alert"));
  };
  assert.deepEqual(rings("all"), [true, true]);
  assert.deepEqual(rings("mentions"), [false, true]);
  assert.deepEqual(rings("none"), [false, false]);
});

Deno.test("settings change the room, but those from before the welcome don't", () => {
  const settings = (seq: number, topic: string): LogEvent => ({
    type: "event",
    room: LOBBY.id,
    seq,
    at: NOON,
    author: BOB,
    kind: "settings",
    topic,
  });
  const lobby = { ...LOBBY, head: 3, topic: "now", you: readState({}) };
  const start = happen(freshState(), { type: "welcome", welcome: welcome([lobby]) });
  const old = happen(start.state, ...came(settings(2, "of old")));
  assert.equal(currentRoom(old.state)?.topic, "now");
  assert.equal(currentRoom(happen(old.state, ...came(settings(4, "new"))).state)?.topic, "new");
});
