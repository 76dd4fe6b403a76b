/**
 * Tests of the bytes that a frame takes.
 * @module
 */
import assert from "node:assert/strict";
import { type Block, span } from "../view/line.ts";
import { encodeLine } from "./ansi.ts";
import { erase, type Look, paint } from "./painter.ts";

const look: Look = { palette: new Map(), reflow: "all" };
const size = { columns: 40, rows: 10 };

function block(rows: string[], cursorColumn = 0): Block {
  return { lines: rows.map((row) => [span(row)]), cursorRow: rows.length - 1, cursorColumn };
}

/** The bytes between two blocks, without the frame around them. */
function between(before: Block, after: Block, lines: string[] = []): string {
  const { painted } = paint(undefined, { lines: [], block: before, size }, look);
  const frame = { lines: lines.map((line) => [span(line)]), block: after, size };
  return paint(painted, frame, look).bytes
    .replace("\x1b[?2026h\x1b[?25l", "").replace("\x1b[?25h\x1b[?2026l", "");
}

Deno.test("a frame in which nothing changed has no bytes", () => {
  assert.equal(between(block(["status", "> a"], 3), block(["status", "> a"], 3)), "");
});

Deno.test("a moved cursor takes nothing but its move", () => {
  assert.equal(between(block(["status", "> a"], 3), block(["status", "> a"], 2)), "\r\x1b[2C");
});

Deno.test("of a changed block only the rows that differ are written", () => {
  assert.equal(
    between(block(["status", "> a"], 3), block(["status", "> ab"], 4)),
    "\x1b[?7l\r> ab\x1b[?7h\r\x1b[4C",
  );
  assert.equal(
    between(block(["status", "> a"], 3), block(["new", "> a"], 3)),
    "\x1b[?7l\x1b[1A\r\x1b[2Knew\x1b[?7h\x1b[1B\r\x1b[3C",
  );
});

Deno.test("lines are written where the block was, and the block below them", () => {
  assert.equal(
    between(block(["status", "> "], 2), block(["status", "> "], 2), ["line"]),
    "\r\x1b[1A\x1b[2Kline\r\n\x1b[?7l\x1b[2Kstatus\r\n\x1b[2K> \x1b[?7h\x1b[J\r\x1b[2C",
  );
});

Deno.test("a block that gets lower stays at the bottom, and the next line fills the gap", () => {
  const high = paint(
    undefined,
    { lines: [], block: block(["notice", "status", "> "]), size },
    look,
  );
  const low = paint(high.painted, { lines: [], block: block(["status", "> "]), size }, look);
  assert.deepEqual(low.painted.texts, ["", "status", "> "]);
  const lines = [[span("line")]];
  const filled = paint(low.painted, { lines, block: block(["status", "> "]), size }, look);
  assert.deepEqual(filled.painted.texts, ["status", "> "]);
});

Deno.test("a block is erased row by row, from where its top is after a resize", () => {
  const { painted } = paint(
    undefined,
    { lines: [], block: block(["x".repeat(30), "> "]), size },
    look,
  );
  assert.equal(erase(painted, size, "all"), "\r\x1b[1A\x1b[2K\x1b[1B\x1b[2K\x1b[1A");
  assert.equal(
    erase(painted, { columns: 20, rows: 10 }, "all"),
    "\r\x1b[2A\x1b[2K\x1b[1B\x1b[2K\x1b[1B\x1b[2K\x1b[2A",
  );
});

Deno.test("the encoder lets no control character past", () => {
  const bytes = encodeLine(
    [span("a\x1b[2Jb\x9bc\r\n\x07", "error"), span("\x00")],
    new Map([["error", "1"]]),
  );
  assert.equal(bytes, "\x1b[1ma\ufffd[2Jb\ufffdc\ufffd\ufffd\ufffd\x1b[0m\ufffd");
});
