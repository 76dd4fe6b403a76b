/**
 * Tests of the fullscreen view as a picture.
 * @module
 */
import assert from "node:assert/strict";
import {
  ALICE,
  aTalk,
  BOB,
  DEV,
  happen,
  LOBBY,
  membership,
  message,
  WITH_BOB,
} from "../../app/testing/fixtures.ts";
import type { AppEvent } from "../../app/events.ts";
import { type AppState, changeRoom, currentRoom } from "../../app/state.ts";
import { lineText, lineWidth } from "../line.ts";
import { hitAt, renderFullscreen } from "./fullscreen.ts";

const LONG = "a text that is longer than most terminals are wide, with 漢字 and `code` in it. ";

function aState(columns: number, rows: number, ...events: AppEvent[]): AppState {
  const state: AppState = { ...aTalk(), view: "fullscreen", timeZone: "UTC" };
  return happen(
    state,
    { type: "resize", columns, rows },
    { type: "joined", room: WITH_BOB },
    { type: "event", event: message(LOBBY, 5, BOB, LONG.repeat(3), { replyTo: 1 }) },
    { type: "event", event: message(DEV, 1, BOB, "elsewhere") },
    { type: "text", text: LONG },
    ...events,
  ).state;
}

const PAGE_UP = { type: "key", name: "page-up", ctrl: false, alt: false, shift: false } as const;
const SWITCHER = { ...PAGE_UP, name: "char", char: "k", alt: true } as const;

Deno.test("at every size each part stays in its place, and the cursor on the screen", () => {
  for (let columns = 1; columns <= 130; columns += columns < 24 ? 1 : 7) {
    for (const rows of [1, 2, 3, 4, 5, 6, 10, 24, 50]) {
      for (const events of [[], [PAGE_UP], [SWITCHER]]) {
        const picture = renderFullscreen(aState(columns, rows, ...events));
        const size = `${columns}×${rows}`;
        assert.ok(picture.rows.length <= rows, size);
        assert.ok(picture.cursorRow < rows && picture.cursorColumn < columns, size);
        for (const row of picture.rows) {
          row.forEach(({ column, line }, index) => {
            const end = row[index + 1]?.column ?? columns;
            assert.ok(column + lineWidth(line) <= end, `${size}: ${lineText(line)}`);
          });
        }
      }
    }
  }
});

Deno.test("lists stand beside the messages where there is room", () => {
  const rules = (columns: number) =>
    renderFullscreen(aState(columns, 20)).rows[3].filter(({ line }) => lineText(line) === "│")
      .length;
  assert.deepEqual([59, 60, 99, 100].map(rules), [0, 1, 1, 2]);
});

Deno.test("one line says where the news begin, though nothing but comings stands before them", () => {
  const talk = aState(80, 30);
  const events = [
    membership(LOBBY, 6, ALICE, "join"),
    message(LOBBY, 7, ALICE, "mine"),
    message(LOBBY, 8, BOB, "new"),
    message(LOBBY, 9, BOB, "newer"),
  ].map((event): AppEvent => ({ type: "event", event }));
  const { state } = happen(changeRoom(talk, LOBBY.id, { freshAfter: 5 }), ...events);
  const room = currentRoom(state)!;
  const fresh = changeRoom(state, room.id, { freshAfter: 5 });
  const rows = renderFullscreen(fresh).rows.map((row) =>
    row.map(({ line }) => lineText(line)).join("")
  );
  const at = rows.flatMap((row, index) => row.includes("new messages") ? [index] : []);
  assert.equal(at.length, 1);
  assert.match(rows[at[0] + 1], /bob: new$/);
});

Deno.test("a click means the room in its row, and nothing between the parts", () => {
  const state = aState(80, 20);
  assert.deepEqual(hitAt(state, 3, 2), { room: DEV.id });
  assert.equal(hitAt(state, 3, 0), undefined);
  assert.equal(hitAt(state, 40, 3), undefined);
  assert.equal(hitAt(state, 3, 19), undefined);
});
