/**
 * Tests of what stands around the input line while one writes: the list, what is left, the title.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import {
  arrives,
  BOB,
  DEV,
  happen,
  LOBBY,
  message,
  onlineState,
  readState,
  typed,
} from "../app/testing/fixtures.ts";
import { lineText, lineWidth } from "./line.ts";
import { popupRows } from "./popup.ts";
import { renderStatus } from "./status.ts";
import { titleOf } from "./title.ts";

Deno.test("the list shows what can be chosen, with a word about each, in any width", () => {
  const { state } = happen(onlineState(), typed("/mu"));
  const rows = popupRows(state, 79).map(lineText);
  assert.match(rows[0], /^\/mute {2}@name \[time\] \[reason\] – lets somebody read here/);
  for (const columns of [1, 10, 19, 40]) {
    for (const row of popupRows(state, columns)) assert.ok(lineWidth(row) <= columns);
  }
});

Deno.test("a long list says where in it one is, and turns with the choice", () => {
  const { state } = happen(onlineState(), typed("/"));
  const rows = popupRows(state, 79);
  assert.equal(rows.length, limits.popupRows);
  assert.match(lineText(rows.at(-1)!), / 1 of \d+$/);
  const down = { type: "key", name: "up", ctrl: false, alt: false, shift: false } as const;
  const chosen = popupRows(happen(state, down).state, 79);
  assert.ok(chosen.at(-1)!.some(({ style }) => style === "selected"));
});

Deno.test("near the limit the status line counts the bytes that are left", () => {
  const shown = (length: number) =>
    lineText(renderStatus(happen(onlineState(), typed("é".repeat(length / 2))).state, 79));
  assert.doesNotMatch(shown(limits.messageBytes / 2), /bytes/);
  assert.match(shown(limits.messageBytes - 10), /10 bytes left/);
  assert.match(shown(limits.messageBytes + 4), /4 bytes too long/);
});

Deno.test("the title says how much is unread elsewhere, by each room's level", () => {
  const quiet = { type: "read" as const, room: DEV.id, ...readState({ notify: "mentions" }) };
  const news = arrives(message(LOBBY, 1, BOB, "a"), message(DEV, 1, BOB, "b"));
  const { state } = happen(onlineState([LOBBY, DEV]), ...news);
  assert.equal(titleOf(state), "(1) #lobby – Parley");
  assert.equal(titleOf(happen(onlineState([LOBBY, DEV]), quiet, ...news).state), "#lobby – Parley");
});
