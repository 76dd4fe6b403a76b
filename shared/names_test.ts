/**
 * Tests of the rules for names.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { ParleyError } from "./errors.ts";
import { limits } from "./limits.ts";
import { isSameName, nameKey, nearestNames } from "./name_key.ts";
import { type ParsedName, parseName } from "./names.ts";

function parsed(input: string, what: "name" | "room"): ParsedName | undefined {
  try {
    return parseName(input, what);
  } catch (error) {
    assert(error instanceof ParleyError && error.code === "bad-name");
    return undefined;
  }
}

const ALPHABETS = [
  "abcimnorvwzABILMOSßẞﬀıİKéǅŉſ019_-.",
  "αςσρυΣΡΥΐᾳ",
  "аеосВрыЯ",
  "山田たろカー々ﾞ김철ㅎ",
  "नेहा१שלםمحمد٣۳ꮪᏚაᲐև",
  " \t\x00\x1b\x7f\x9b\u00ad\u200b\u200c\u200d\u202e\u2066\u3164\ufe0f\ufeff\u0301\u0307@#😀ʼ",
];
/** Mostly of one alphabet, so that many are accepted; also any text at all. */
const anyName = fc.oneof(
  ...ALPHABETS.map((alphabet) =>
    fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 8 })
  ),
  fc.string({ unit: fc.constantFrom(...ALPHABETS.join("")), maxLength: 6 }),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const what = fc.constantFrom("name" as const, "room" as const);

Deno.test("a name that was accepted is accepted again, as the same", () => {
  fc.assert(
    fc.property(anyName, what, (input, what) => {
      const name = parsed(input, what);
      if (name) assert.deepEqual(parseName(name.display, what), name);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("case changes neither key nor skeleton", () => {
  fc.assert(
    fc.property(anyName, (input) => {
      const name = parsed(input, "name");
      if (!name) return;
      assert.equal(nameKey(name.key), name.key);
      for (const other of [input.toUpperCase(), input.toLowerCase(), name.key]) {
        assert.equal(nameKey(other), name.key);
        assert.equal(parsed(other, "name")?.skeleton ?? name.skeleton, name.skeleton);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("no accepted name holds a space, a control, or an invisible character", () => {
  fc.assert(
    fc.property(anyName, what, (input, what) => {
      const name = parsed(input, what);
      if (!name) return;
      for (const text of [name.display, name.key]) {
        assert.doesNotMatch(text, /[\s\p{C}\p{Default_Ignorable_Code_Point}]/u);
        assert([...text].length <= limits.nameLength);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("a name keeps the case that was typed, a room's name doesn't", () => {
  assert.equal(parseName("@Alice", "name").display, "Alice");
  assert.equal(parseName("#Lobby", "room").display, "lobby");
  assert.equal(parseName("ＡＢＣ", "name").display, "ABC");
});

for (
  const name of ["a", "o-brien", "r2d2", "Straße", "Ælfgifu", "Вова", "Σωκράτης"]
    .concat(["山田たろう", "田中Taro", "김철수", "नेहा", "שלום", "محمد", "สมชาย", "a".repeat(32)])
) {
  Deno.test(`${name} is a good name`, () => {
    assert.equal(parseName(name, "name").display, name.normalize("NFKC"));
  });
}

for (
  const [name, reason] of [
    ["", /is empty/],
    ["@", /is empty/],
    ["a".repeat(33), /longer than 32/],
    ["a b", /holds a space/],
    ["a\nb", /holds a space/],
    ["a\x1bb", /control character/],
    ["a\u200bb", /can't be seen \(U\+200B\)/],
    ["a\u202eb", /can't be seen \(U\+202E\)/],
    ["\u3164", /can't be seen/],
    ["a$b", /holds \$; use letters/],
    ["@@a", /holds @/],
    ["😀", /holds 😀 \(U\+1F600\)/],
    ["_a", /starts with _/],
    ["a.", /ends with \./],
    ["\u0301a", /U\+0301\) without a letter/],
    ["a" + "\u0334".repeat(7), /combining marks on one letter/],
    ["م3٣", /two kinds of digits/],
    ["аlice", /mixes scripts/],
    ["aлиса", /mixes scripts/],
    ["admin", /is reserved/],
    ["AdmIn", /is reserved/],
    ["5upport-0", undefined],
    ["sуstem", /mixes scripts/],
    ["r0ot", /is reserved/],
  ] as [string, RegExp | undefined][]
) {
  Deno.test(`${JSON.stringify(name)} is ${reason ? `refused: ${reason.source}` : "accepted"}`, () => {
    if (!reason) return void parseName(name, "name");
    assert.throws(() => parseName(name, "name"), { code: "bad-name", message: reason });
  });
}

Deno.test("reserved names are for accounts only", () => {
  assert.equal(parseName("#support", "room").key, "support");
});

for (
  const [a, b] of [
    ["alice", "Alice"],
    ["alice", "a1ice"],
    ["alice", "aIice"],
    ["bob", "b0b"],
    ["coco", "сосо"],
    ["mark", "rnark"],
    ["will", "vvill"],
    ["ilker", "İlker"],
    ["PAY", "РАУ"],
  ]
) {
  Deno.test(`${a} and ${b} look alike`, () => {
    assert.equal(parseName(a, "name").skeleton, parseName(b, "name").skeleton);
  });
}

Deno.test("names that differ to the eye have different skeletons", () => {
  const names = [
    "alice",
    "alicia",
    "bob",
    "rob",
    "zoe",
    "zoë",
    "anna",
    "анна",
    "山田",
    "a-b",
    "a_b",
    "ab",
  ];
  assert.equal(new Set(names.map((name) => parseName(name, "name").skeleton)).size, names.length);
});

Deno.test("Greek that poses as Latin capitals is shown in lower case", () => {
  assert.equal(parseName("ΡΑΥ", "name").display, "ραυ");
});

Deno.test("case, width and the sigil don't make another name", () => {
  assert(isSameName("@Straße", "STRASSE"));
  assert(isSameName("#Lobby", "lobby"));
  assert(isSameName("σοφος", "ΣΟΦΟΣ"));
  assert(!isSameName("alice", "alicia"));
});

Deno.test("the nearest names come first, those far off not at all", () => {
  const commands = ["help", "history", "quit", "who"];
  assert.deepEqual(nearestNames("hlep", commands), ["help"]);
  assert.deepEqual(nearestNames("hist", commands), ["history"]);
  assert.deepEqual(nearestNames("@Bob", ["rob", "bob", "alice"]), ["bob", "rob"]);
  assert.deepEqual(nearestNames("bob", ["bob1", "bob2", "bob3"], 2), ["bob1", "bob2"]);
  assert.deepEqual(nearestNames("xyzzy", commands), []);
  assert.deepEqual(nearestNames("", commands), []);
});
