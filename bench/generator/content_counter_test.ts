import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { frameText } from "../../server/gateway/listener/payload.ts";
import { ContentCounter } from "./content_counter.ts";

const HEAD = Buffer.from("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n");

/** Bytes in pieces of so many. */
function* pieces(bytes: Uint8Array, length: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

Deno.test("texts count the same however they are joined to messages, and however those arrive", () => {
  const text = fc.integer({ min: 1, max: 70_000 }).map((length) => "x".repeat(length));
  const groups = fc.array(fc.array(text, { minLength: 1, maxLength: 3 }), { maxLength: 6 });
  fc.assert(
    fc.property(groups, fc.integer({ min: 1, max: 100_000 }), (groups, length) => {
      const frames = groups.map((texts) => frameText(texts.join("\n")));
      const counter = new ContentCounter();
      let counted = 0;
      for (const piece of pieces(Buffer.concat([HEAD, ...frames]), length)) {
        counted += counter.count(piece);
      }
      assert.equal(counted, groups.flat().reduce((sum, text) => sum + text.length + 1, 0));
    }),
    { numRuns: 30 },
  );
});
