import assert from "node:assert/strict";
import fc from "fast-check";
import { ParleyError } from "../../shared/errors.ts";
import { CLIENT_FRAMES, encodeFrame, parseClientFrame } from "../../shared/protocol/mod.ts";
import { Found, fuzz } from "./fuzz.ts";
import { newSeed } from "../support/random.ts";
import regressions from "./regressions.json" with { type: "json" };
import { TARGETS } from "./targets.ts";

/** For each target in the gate; `deno task fuzz` has ten million for all. */
const INPUTS = 2_000;

const seed = newSeed();

for (const [name, target] of Object.entries(TARGETS)) {
  Deno.test(`fuzz: ${name}`, async () => {
    try {
      await fuzz(name, target, INPUTS, seed);
    } catch (error) {
      console.log(`deno task fuzz --seed ${seed}`);
      throw error;
    }
  });
}

for (const [name, inputs] of Object.entries(regressions as Record<string, string[]>)) {
  Deno.test(`what ${name} once failed with is taken`, async () => {
    for (const hex of inputs) await TARGETS[name].take(Uint8Array.fromHex(hex));
  });
}

Deno.test("the fuzzer finds what fails, and leaves out what isn't needed for it", async () => {
  const careless = {
    examples: ["something harmless, and some more"],
    take(bytes: Uint8Array) {
      if (bytes.includes(0x1b)) throw new Error("An escape came through.");
    },
  };
  const found = await fuzz("careless", careless, 100_000, 1).catch((error) => error);
  assert.ok(found instanceof Found);
  assert.deepEqual([...found.input], [0x1b]);
});

/** A value of a frame's field: what it may be, and what it may not. */
const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.integer({ min: -2, max: 1_000 }),
  fc.constantFrom("lobby", "alice", "a1", "R0123456789ABCDEF", "", true, false, null, 1e300, 0.5),
  fc.array(fc.constantFrom("alice", "read", 1, null), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("R0123456789ABCDEF", "x"), fc.integer(), { maxKeys: 2 }),
);

Deno.test("frames with the right fields and any values are read or refused, and read again the same", () => {
  const frame = fc.constantFrom(...Object.keys(CLIENT_FRAMES)).chain((type) => {
    const { entries } = CLIENT_FRAMES[type] as unknown as { entries: Record<string, unknown> };
    const fields = Object.keys(entries).filter((key) => key !== "type");
    return fc.record(Object.fromEntries(fields.map((key) => [key, value])), { requiredKeys: [] })
      .map((rest): Record<string, unknown> => ({ ...rest, type }));
  });
  fc.assert(
    fc.property(frame, (frame) => {
      let read;
      try {
        read = parseClientFrame(JSON.stringify(frame));
      } catch (error) {
        assert.ok(error instanceof ParleyError && error.code !== "internal");
        return;
      }
      assert.deepEqual(parseClientFrame(encodeFrame(read)), read);
    }),
    { numRuns: 3_000, seed },
  );
});
