/**
 * Tests of the marks.
 * @module
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { markedText, MarkScanner, TEXT_BYTES } from "./mark.ts";

Deno.test("a marked text has the same length whatever its number", () => {
  for (const number of [0, 7, 12_345_678]) assert.equal(markedText(number).length, TEXT_BYTES);
});

Deno.test("every mark is found once, in order, however the stream is cut", () => {
  const piece = fc.oneof(fc.nat(99_999_999).map(markedText), fc.constantFrom("%", "%#", "x", ""));
  fc.assert(fc.property(
    fc.array(piece, { maxLength: 20 }),
    fc.array(fc.nat(70), { maxLength: 60 }),
    (pieces, cuts) => {
      const bytes = Buffer.from(pieces.join("\n"));
      const expected = [...pieces.join("\n").matchAll(/%#%(\d{8})/g)].map((match) =>
        Number(match[1])
      );
      const found: number[] = [];
      const scanner = MarkScanner.ofTexts((number) => found.push(number));
      let at = 0;
      for (const length of [...cuts, bytes.length]) {
        // A copy that is overwritten afterwards, as the socket's buffer is.
        const chunk = Uint8Array.from(bytes.subarray(at, at + length));
        scanner.push(chunk);
        chunk.fill(0x25);
        at += length;
      }
      assert.deepEqual(found, expected);
    },
  ));
});
