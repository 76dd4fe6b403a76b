import assert from "node:assert/strict";
import fc from "fast-check";
import { addressedTo, trailingForm } from "./addressing.ts";

const CASES: [text: string, rest: string, ...to: string[]][] = [
  ["how are you? @sis @mom", "how are you?", "sis", "mom"],
  ["how are you? @sis, @mom!", "how are you?", "sis", "mom"],
  ["  two\nlines\n@mom \n", "  two\nlines", "mom"],
  ["@sis said so @mom", "@sis said so", "mom"],
  ["hi ＠mom", "hi", "mom"],
  ["hi @nmae", "hi", "nmae"],
  ["hi @mom😀", "hi", "mom"],
  ["hi @not/a/name", "hi", "not/a/name"],
  ["hi @mom @room", "hi", "mom", "room"],
];

Deno.test("names at a text's end are those whom it is for, and are taken off", () => {
  for (const [text, rest, ...to] of CASES) {
    assert.deepEqual(trailingForm(text), { text: rest, to }, text);
  }
});

Deno.test("a text that doesn't end with names, or has nothing else, is for the whole room", () => {
  const texts = [
    "@mom",
    "@sis @mom",
    "@mom how are you?",
    "hi @room",
    "mail me@example.org",
    "meet me @ 5",
    "see you @",
    "run `npm i @types/node`",
    "`@mom`",
    "",
  ];
  for (const text of texts) assert.equal(trailingForm(text), undefined, text);
});

Deno.test("whatever stands before: a text that ends with a name never goes to all", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1 });
  const name = fc.stringMatching(/^[a-z0-9]([a-z0-9_.-]{0,10}[a-z0-9])?$/).filter((n) =>
    n !== "room"
  );
  const space = fc.constantFrom(" ", "\n", "  ", "\u3000", "\t");
  fc.assert(fc.property(word, fc.array(fc.tuple(space, name), { minLength: 1 }), (word, names) => {
    const text = word + names.map(([space, name]) => `${space}@${name}`).join("");
    const read = trailingForm(text);
    if (word.trim() === "" || /^\s*[@﹫＠]\S*$/.test(word)) return;
    assert.deepEqual(read?.to.slice(-names.length), names.map(([, name]) => name), text);
  }));
});

Deno.test("the addressing of a room counts for its end only; `to` counts in any room", () => {
  const text = "hi @mom";
  assert.equal(addressedTo({ text }, false), undefined);
  assert.deepEqual(addressedTo({ text }, true), { text: "hi", to: ["mom"] });
  for (const addressing of [true, false]) {
    assert.deepEqual(addressedTo({ text, to: ["sis"] }, addressing), { text, to: ["sis"] });
  }
});

Deno.test("what can't go to those people alone is refused, not sent to all", () => {
  const refused = [
    { text: "hi @mom @room" },
    { text: "hi", to: ["@room"] },
    { text: "hi @mom", replyTo: 3 },
    { text: "hi", to: ["mom"], replyTo: 3 },
    { text: "hi @a @b @c @d @e @f @g @h" },
  ];
  for (const message of refused) {
    assert.throws(() => addressedTo(message, true), {
      code: "bad-request",
      message: /Nothing was sent/,
    });
  }
});
