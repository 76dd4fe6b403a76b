import assert from "node:assert/strict";
import fc from "fast-check";
import { limits } from "../../shared/limits.ts";
import { hasNoMention, namesIn } from "./mentions.ts";

const CASES: [text: string, keys: string[]][] = [
  ["hi @bob", ["bob"]],
  ["@Bob, @BOB and @bob.smith!", ["bob", "bob.smith"]],
  ["@bob... (@carol) @dave_?", ["bob", "carol", "dave"]],
  ["ask @bob's brother", ["bob"]],
  ["**@bob** _@carol_ > @dave", ["bob", "carol", "dave"]],
  ["- @bob\n> @carol", ["bob", "carol"]],
  ["@Ŝtefan @мария @田中 @müller", ["ŝtefan", "мария", "田中", "müller"]],
  ["wide ＠bob", ["bob"]],
  ["mail bob@example.org, @bob@example.org, mailto:a@b.org", []],
  ["`@bob` ``a @bob`` ```@bob```", []],
  ["```\n@bob\n```\n@carol", ["carol"]],
  ["```\n@bob", []],
  ["https://example.org/@bob [x](https://example.org/@bob) a/@bob", []],
  ["@ @@ @. @_x", []],
  [`@${"x".repeat(500)}`, []],
];

Deno.test("names are found where they mean people: not in code, addresses and links", () => {
  for (const [text, keys] of CASES) {
    assert.deepEqual(namesIn(text), { keys, everyone: false }, text);
  }
});

Deno.test("@room means everybody", () => {
  assert.deepEqual(namesIn("@room: @bob is here"), { keys: ["bob"], everyone: true });
  assert.deepEqual(namesIn("@Room!").everyone, true);
  assert.deepEqual(namesIn("`@room` @rooms").everyone, false);
});

Deno.test("no more names are looked up than a text may mention", () => {
  const text = Array.from({ length: 1000 }, (_, n) => `@x${n}`).join(" ");
  assert.equal(namesIn(text).keys.length, limits.mentionsPerMessage);
});

Deno.test("whatever the text: nothing throws, and without a sign nobody is mentioned", () => {
  const text = fc.array(
    fc.oneof(fc.constantFrom("@", "＠", "a", "room", "`", ".", " "), fc.string()),
  )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (text) => {
      const { keys, everyone } = namesIn(text);
      if (hasNoMention(text)) assert.ok(keys.length === 0 && !everyone);
    }),
    { numRuns: 500 },
  );
});
