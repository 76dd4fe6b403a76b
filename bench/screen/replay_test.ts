/**
 * Tests of the replay.
 * @module
 */
import assert from "node:assert/strict";
import { replay } from "./replay.ts";

const SIZE = { columns: 20, rows: 4 };

function write(at: number, text: string) {
  return { at, bytes: new TextEncoder().encode(text) };
}

Deno.test("a key's time ends with the write after which the cursor's row shows the draft", async () => {
  const writes = [
    write(0, "> "),
    write(10, "a message\r\n> "),
    write(13, "\r\x1b[K> a"),
    write(30, "\r\x1b[Kanother message\r\n"),
    write(31, "> ab"),
  ];
  const keys = [{ at: 11, draft: "a" }, { at: 25, draft: "ab" }];
  assert.deepEqual(await replay(writes, keys, SIZE), [2, 6]);
});

Deno.test("one write may show several keys, and never one that was typed later", async () => {
  const writes = [write(5, "> ab"), write(9, "\r> ab")];
  const keys = [{ at: 1, draft: "a" }, { at: 2, draft: "ab" }];
  assert.deepEqual(await replay(writes, keys, SIZE), [4, 3]);
  const later = [{ at: 1, draft: "a" }, { at: 7, draft: "ab" }];
  assert.deepEqual(await replay(writes, later, SIZE), [4, 2]);
});

Deno.test("a draft that never shows is an error", async () => {
  await assert.rejects(replay([write(5, "> a")], [{ at: 1, draft: "b" }], SIZE), /never showed/);
});
