/**
 * Tests of entries as lines for the terminal.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import {
  ALICE,
  BOB,
  CAROL,
  change,
  DEV,
  LOBBY,
  membership,
  message,
  NOON,
} from "../app/testing/fixtures.ts";
import type { Entry } from "../app/entry.ts";
import { createCalendar } from "./calendar.ts";
import { renderEntry } from "./inline.ts";
import { lineText, lineWidth } from "./line.ts";

const calendar = createCalendar("UTC");

type EventEntry = Extract<Entry, { kind: "event" }>;

/** An entry of the open room, on the day of the one before. */
function entry(event: LogEvent, more: Partial<EventEntry> = {}): Entry {
  const common = { room: "#lobby", elsewhere: false, mine: false, mention: false };
  return { kind: "event", event, ...common, previousAt: NOON, ...more };
}

function rows(of: Entry, columns = 80, calendarOf = calendar): string[] {
  return renderEntry(of, columns, calendarOf).map(lineText);
}

Deno.test("a message has its local time, its author and its text", () => {
  assert.deepEqual(rows(entry(message(LOBBY, 1, BOB, "hello"))), ["12:00 bob: hello"]);
  const tokyo = createCalendar("Asia/Tokyo");
  assert.deepEqual(rows(entry(message(LOBBY, 1, BOB, "hello")), 80, tokyo), ["21:00 bob: hello"]);
});

Deno.test("own lines, mentions, actions and other rooms are marked without any colour, too", () => {
  const event = message(LOBBY, 1, ALICE, "hello");
  assert.deepEqual(rows(entry(event, { mine: true })), ["12:00›alice: hello"]);
  assert.deepEqual(rows(entry(event, { mention: true })), ["12:00!alice: hello"]);
  const waves = message(DEV, 1, ALICE, "waves", { action: true });
  assert.deepEqual(rows(entry(waves, { elsewhere: true, room: "#dev" })), [
    "12:00 #dev * alice waves",
  ]);
});

Deno.test("comings and goings are told", () => {
  assert.deepEqual(rows(entry(membership(LOBBY, 1, CAROL, "join"))), [
    "12:00 → carol joined #lobby",
  ]);
  assert.deepEqual(rows(entry(membership(LOBBY, 1, CAROL, "leave"))), [
    "12:00 ← carol left #lobby",
  ]);
  const presence = { kind: "presence", name: "bob", state: "offline", at: NOON } as const;
  assert.deepEqual(rows(presence), ["12:00 ○ bob went offline"]);
});

Deno.test("a change quotes the message, shortened; or tells its number", () => {
  const edit = change(LOBBY, 9, BOB, { kind: "edit", target: 4, text: "hello world" });
  const quoted = { seq: 4, author: "bob", text: "hello wrold" };
  assert.deepEqual(rows(entry(edit, { quoted })), [
    "12:00 · bob changed “hello wrold” to: hello world",
  ]);
  const react = change(LOBBY, 9, CAROL, { kind: "react", target: 4, emoji: "👍", on: true });
  const long = { ...quoted, text: `${"word ".repeat(20)}\nand a line` };
  assert.match(rows(entry(react, { quoted: long }))[0], /carol reacted 👍 to bob's “word .{34}…”$/);
  const two = { ...quoted, text: "short\nand a line" };
  assert.match(rows(entry(react, { quoted: two }))[0], /“short…”$/);
  const away = { ...react, on: false };
  assert.deepEqual(rows(entry(away, { quoted: { seq: 4 } })), [
    "12:00 · carol took 👍 back from message #4",
  ]);
});

Deno.test("what became of a message stands behind it, or below where there is no room", () => {
  const state = {
    seq: 9,
    editedAt: NOON,
    pinned: true,
    reactions: [{ emoji: "👍", people: ["a", "b"] }, { emoji: "🎉", people: ["a"] }],
  };
  const event = message(LOBBY, 1, BOB, "hello", { state });
  const says = "(edited) (pinned) 👍 2 🎉 1";
  assert.deepEqual(rows(entry(event)), [`12:00 bob: hello  ${says}`]);
  assert.deepEqual(rows(entry(event), 36), ["12:00 bob: hello", `      ${says}`]);
  const deleted = message(LOBBY, 1, BOB, "", { state: { seq: 9, deletedBy: "P" } });
  assert.deepEqual(rows(entry(deleted)), ["12:00 bob: (deleted)"]);
});

Deno.test("an answer stands below what it answers, a whisper says whom it goes to", () => {
  const event = message(LOBBY, 7, BOB, "yes", { replyTo: 4 });
  assert.deepEqual(rows(entry(event, { quoted: { seq: 4, author: "carol", text: "lunch?" } })), [
    "      ↱ carol: lunch?",
    "12:00 bob: yes",
  ]);
  assert.deepEqual(rows(entry(event, { quoted: { seq: 4 } }))[0], "      ↱ message #4");
  const psst = message(LOBBY, 1, BOB, "psst", { via: DEV.id });
  assert.deepEqual(rows(entry(psst, { whisper: ["you", "mom"] })), [
    "12:00 bob (whisper to you, mom): psst",
  ]);
  assert.deepEqual(rows(entry(psst, { numbered: true })), ["12:00 #1 bob: psst"]);
});

Deno.test("lists, strangers and those who are away have their lines", () => {
  const list = { kind: "list", title: "Bans:", rows: [["bob until ", { at: NOON }]] } as const;
  assert.deepEqual(rows(list), ["· Bans:", "    bob until 21 Nov 2026 12:00"]);
  const line = { kind: "stranger", text: "hi", at: NOON } as const;
  assert.deepEqual(rows({ ...line, mine: true }), ["12:00›you: hi"]);
  assert.deepEqual(rows({ ...line, mine: false }), ["12:00 stranger: hi"]);
  const away = { kind: "presence", name: "bob", state: "away", text: "lunch", at: NOON } as const;
  assert.deepEqual(rows(away), ["12:00 ● bob is away: lunch"]);
});

Deno.test("a day's first message stands below its date", () => {
  const event = message(LOBBY, 1, BOB, "hello");
  const separated = ["── Saturday 21 November 2026 ──", "12:00 bob: hello"];
  assert.deepEqual(rows(entry(event, { previousAt: undefined })), separated);
  assert.deepEqual(rows(entry(event, { previousAt: NOON - 13 * 3600_000 })), separated);
  assert.deepEqual(rows(entry(event, { previousAt: NOON - 12 * 3600_000 })), separated.slice(1));
});

Deno.test("a long text and several lines are wrapped and indented", () => {
  const text = "a text that is longer\nand has lines";
  assert.deepEqual(rows(entry(message(LOBBY, 1, BOB, text)), 26), [
    "12:00 bob: a text that is",
    "      longer",
    "      and has lines",
  ]);
});

Deno.test("a name that leaves no room is cut, and its text stands below", () => {
  const author = { ...BOB, name: "b".repeat(32) };
  assert.deepEqual(rows(entry(message(LOBBY, 1, author, "hi there you")), 24), [
    "12:00 bbbbbbbbbbb…: ",
    "      hi there you",
  ]);
});

Deno.test("right-to-left text is isolated on each of its rows", () => {
  const [row] = rows(entry(message(LOBBY, 1, BOB, "שלום")));
  assert.equal(row, "12:00 bob: \u2068שלום\u2069");
});

Deno.test("no control character of a message, a name or a room gets through", () => {
  const evil = "\x1b[2J\x07\x9b31m\u202e\x7f\r";
  const event = message(LOBBY, 1, { id: "P", name: `e${evil}ve` }, `hi${evil}ho`);
  const all = [
    entry(event, { elsewhere: true, room: `#${evil}x` }),
    entry(membership(LOBBY, 1, { id: "P", name: evil }, "join"), { room: evil }),
    { kind: "presence", name: evil, state: "away", text: evil, at: NOON } as const,
    { kind: "notice", tone: "error", text: evil } as const,
    { kind: "heading", text: evil } as const,
    { kind: "list", title: evil, rows: [[evil, { at: NOON }]] } as const,
    { kind: "stranger", mine: false, text: evil, at: NOON } as const,
    entry(event, { quoted: { seq: 1, author: evil, text: evil }, whisper: [evil] }),
    entry(
      change(LOBBY, 2, BOB, { kind: "react", target: 1, emoji: evil, on: true }),
      { quoted: { seq: 1, author: evil, text: evil } },
    ),
    entry(message(LOBBY, 1, BOB, "x", {
      state: { seq: 2, reactions: [{ emoji: evil, people: ["a"] }] },
    })),
  ];
  for (const text of all.flatMap((one) => rows(one))) {
    assert.doesNotMatch(text, /[\x00-\x1f\x7f-\x9f\u202a-\u202e]/);
  }
});

Deno.test("property: no row is wider than the terminal, and no letter of a text is lost", () => {
  const text = fc.array(
    fc.constantFrom("a", "word ", "漢字", "👨‍👩‍👧‍👦", "e\u0301", "\n", "  ", "long".repeat(20)),
    { minLength: 1, maxLength: 40 },
  ).map((parts) => parts.join(""));
  fc.assert(fc.property(text, fc.integer({ min: 16, max: 100 }), (said, columns) => {
    const lines = renderEntry(entry(message(LOBBY, 1, BOB, said)), columns, calendar);
    for (const line of lines) assert.ok(lineWidth(line) <= columns, lineText(line));
    const letters = (of: string) => of.replace(/\s/g, "");
    assert.equal(letters(lines.map(lineText).join("")), letters(`12:00 bob: ${said}`));
  }));
});

Deno.test("property: nor is any row of what stands around a text", () => {
  const words = fc.array(fc.constantFrom("a", "漢字", "👨‍👩‍👧‍👦", " ", "long".repeat(20), "\u05d0"))
    .map((parts) => parts.join(""));
  fc.assert(fc.property(words, fc.integer({ min: 4, max: 100 }), (text, columns) => {
    const author = { ...BOB, name: text || "b" };
    const reactions = [{ emoji: "👍", people: ["a"] }, { emoji: text, people: ["a", "b"] }];
    const event = message(LOBBY, 123, author, text, {
      state: { seq: 200, editedAt: NOON, pinned: true, reactions },
    });
    const quoted = { seq: 4, author: text, text };
    const entries: Entry[] = [
      entry(event, { quoted, whisper: [text, "mom"], numbered: true }),
      entry(event, { elsewhere: true, room: text }),
      entry(change(LOBBY, 9, author, { kind: "edit", target: 4, text }), { quoted }),
      { kind: "list", title: text, rows: [[text, { at: NOON }]] },
      { kind: "stranger", mine: true, text, at: NOON },
      { kind: "presence", name: text, state: "away", text, at: NOON },
    ];
    for (const line of entries.flatMap((each) => renderEntry(each, columns, calendar))) {
      assert.ok(lineWidth(line) <= columns, `${columns}: ${lineText(line)}`);
    }
  }));
});
