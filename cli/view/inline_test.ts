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
  const presence = { kind: "presence", name: "bob", online: false, at: NOON } as const;
  assert.deepEqual(rows(presence), ["12:00 ○ bob went offline"]);
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
    { kind: "presence", name: evil, online: true, at: NOON } as const,
    { kind: "notice", tone: "error", text: evil } as const,
    { kind: "heading", text: evil } as const,
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
