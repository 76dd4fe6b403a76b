/**
 * Tests of the transcript without a terminal.
 * @module
 */
import assert from "node:assert/strict";
import { ALICE, BOB, LOBBY, membership, message, NOON } from "../app/testing/fixtures.ts";
import { createCalendar } from "./calendar.ts";
import { renderPlain } from "./plain.ts";

const calendar = createCalendar("UTC");
const common = { kind: "event", room: "#lobby", elsewhere: false, mention: false } as const;

Deno.test("a message is one line, whatever it holds, with its room; own ones are marked", () => {
  const lines = renderPlain({
    ...common,
    event: message(LOBBY, 1, BOB, "two\nlines\x1b[2J\x07"),
    mine: false,
    previousAt: NOON,
  }, calendar);
  assert.deepEqual(lines, ["12:00 #lobby <bob> two lines[2J"]);
  const mine = { ...common, mine: true, previousAt: NOON };
  assert.deepEqual(
    renderPlain({ ...mine, event: message(LOBBY, 1, ALICE, "waves", { action: true }) }, calendar),
    ["12:00 #lobby > * alice waves"],
  );
});

Deno.test("comings, goings, days and the client's own words are told", () => {
  const event = membership(LOBBY, 1, BOB, "join");
  assert.deepEqual(renderPlain({ ...common, event, mine: false }, calendar), [
    "-- Saturday 21 November 2026 --",
    "12:00 #lobby -- bob joined #lobby",
  ]);
  assert.deepEqual(
    renderPlain({ kind: "presence", name: "bob", state: "offline", at: NOON }, calendar),
    ["12:00 -- bob went offline"],
  );
  assert.deepEqual(
    renderPlain({ kind: "notice", tone: "error", text: "No.\nNot sent: x" }, calendar),
    ["!! No.", "   Not sent: x"],
  );
});

Deno.test("answers, whispers, numbers and what became of a message stand in its one line", () => {
  const event = message(LOBBY, 7, BOB, "yes", { state: { seq: 9, editedAt: NOON } });
  const [line] = renderPlain({
    ...common,
    event,
    mine: false,
    previousAt: NOON,
    numbered: true,
    whisper: ["you", "mom"],
    quoted: { seq: 4, author: "carol", text: "lunch?\nnow" },
  }, calendar);
  assert.equal(
    line,
    "12:00 #lobby #7 <bob> (whisper to you, mom) (answers carol: lunch?…) yes (edited)",
  );
});

Deno.test("lists and strangers are lines, too", () => {
  const list = { kind: "list", title: "Bans:", rows: [["bob since ", { at: NOON }]] } as const;
  assert.deepEqual(renderPlain(list, calendar), ["-- Bans:", "   bob since 21 Nov 2026 12:00"]);
  const says = { kind: "stranger", text: "hi", at: NOON } as const;
  assert.deepEqual(renderPlain({ ...says, mine: false }, calendar), ["12:00 <stranger> hi"]);
  assert.deepEqual(renderPlain({ ...says, mine: true }, calendar), ["12:00 > <you> hi"]);
});
