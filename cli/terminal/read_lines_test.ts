/**
 * Tests of lines out of bytes.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { limits } from "../../shared/limits.ts";
import { readLines } from "./read_lines.ts";

async function lines(...chunks: Uint8Array[]): Promise<string[]> {
  const rest = chunks.slice();
  return await Array.fromAsync(readLines(() => Promise.resolve(rest.shift())));
}

const utf8 = new TextEncoder();

Deno.test("property: any split of the bytes gives the same lines", async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.constantFrom("a", "é", "漢", "👨‍👩‍👧‍👦", "\n", "\r\n", " "), { maxLength: 30 }),
    fc.array(fc.nat(80), { maxLength: 5 }),
    async (parts, cuts) => {
      const text = parts.join("");
      const bytes = utf8.encode(text);
      const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length]
        .sort((a, b) => a - b);
      const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
      const expected = text.split(/\r?\n/);
      if (expected.at(-1) === "") expected.pop();
      assert.deepEqual(await lines(...chunks), expected);
    },
  ));
});

Deno.test("a line without an end comes in parts", async () => {
  const chunk = utf8.encode("x".repeat(limits.pipedLine - 1));
  const got = await lines(chunk, chunk, utf8.encode("y\nz\n"));
  assert.deepEqual(got.map(({ length }) => length), [2 * limits.pipedLine - 2, 1, 1]);
});
