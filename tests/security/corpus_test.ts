import assert from "node:assert/strict";
import { namesIn } from "../../server/chat/mentions.ts";
import { parseDisplay } from "../../server/chat/profile.ts";
import { limits } from "../../shared/limits.ts";
import { parseName } from "../../shared/names.ts";
import { graphemes, sanitizeText } from "../../shared/text.ts";
import names from "./corpus/names.json" with { type: "json" };
import texts from "./corpus/texts.json" with { type: "json" };

function eachPair(group: string[], check: (a: string, b: string) => void): void {
  for (const other of group.slice(1)) check(group[0], other);
}

for (const [what, name] of Object.entries(names.refused)) {
  Deno.test(`refused as a name: ${what}`, () => {
    assert.throws(() => parseName(name, "name"), { code: "bad-name" });
  });
}

for (const [what, group] of Object.entries(names.same)) {
  Deno.test(`one name: ${what}`, () => {
    eachPair(group, (a, b) => assert.equal(parseName(a, "name").key, parseName(b, "name").key));
  });
}

for (const [what, group] of Object.entries(names.alike)) {
  Deno.test(`only one of these can be taken, and no display name shows another: ${what}`, () => {
    eachPair(group, (a, b) => {
      const [one, other] = [a, b].map((name) => parseName(name, "name"));
      assert.equal(one.skeleton, other.skeleton);
      // RFC 8266 compares nicknames by their looks' key as well: whoever shows it poses as them.
      assert.equal(parseDisplay(`~ ${b} ~`).look, one.skeleton);
    });
  });
}

for (const [what, group] of Object.entries(names.different)) {
  Deno.test(`both can be taken: ${what}`, () => {
    eachPair(group, (a, b) => {
      assert.notEqual(parseName(a, "name").skeleton, parseName(b, "name").skeleton);
    });
  });
}

for (const [what, [text, left]] of Object.entries(texts.cases)) {
  Deno.test(`what is left of a text: ${what}`, () => {
    assert.equal(sanitizeText(text), left);
  });
}

// RFC 8266 §3, whose comparison is by case and spaces.
for (
  const [a, b] of [["Foo", "foo"], ["Foo Bar", " foo  bar "], ["Σ", "ς"], [
    "Richard Ⅳ",
    "richard iv",
  ]]
) {
  Deno.test(`one display name to whoever searches for it: ${a}`, () => {
    assert.equal(parseDisplay(a).key, parseDisplay(b).key);
  });
}

Deno.test("a flood of combining marks is no higher than writing needs", () => {
  const zalgo = sanitizeText("H\u0334\u0321e\u0322\u0323".repeat(10) + `x${"\u0335".repeat(8000)}`);
  for (const cluster of graphemes(zalgo)) {
    assert.ok([...cluster].length <= 1 + limits.marksPerCharacter, cluster);
  }
});

Deno.test("a flood of mentions tells so many people and no more", () => {
  const flood = Array.from({ length: 1_000 }, (_, n) => `@person${n}`).join(" ");
  assert.equal(namesIn(flood).keys.length, limits.mentionsPerMessage);
  assert.equal(namesIn("@alice ".repeat(1_000)).keys.length, 1);
  // Signs alone are quick to read: this is far longer than any message.
  assert.equal(namesIn("@".repeat(100_000)).keys.length, 0);
  assert.equal(namesIn("**@a ".repeat(20_000)).keys.length, 1);
});
