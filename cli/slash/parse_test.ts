/**
 * Tests of how what follows a command is read.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { takePeople, takeReference, takeTime, takeWord } from "./parse.ts";

Deno.test("people lead, each with an @; what follows is the text, whatever it holds", () => {
  assert.deepEqual(takePeople("@sis, @mom how are @you?"), {
    people: ["sis", "mom"],
    text: "how are @you?",
  });
  assert.deepEqual(takePeople("@sis @sis\nhi"), { people: ["sis"], text: "hi" });
  assert.deepEqual(takePeople("sis hi"), { people: [], text: "sis hi" });
  assert.deepEqual(takePeople("@sis@mom hi"), { people: [], text: "@sis@mom hi" });
  assert.deepEqual(takePeople("@sis"), { people: ["sis"], text: "" });
});

Deno.test("a message is named by ^, ^2 or #12, as a word of its own", () => {
  assert.deepEqual(takeReference("^ text"), { reference: { back: 1 }, rest: "text" });
  assert.deepEqual(takeReference("^3"), { reference: { back: 3 }, rest: "" });
  assert.deepEqual(takeReference("#12 a\nb"), { reference: { seq: 12 }, rest: "a\nb" });
  for (const text of ["^_^ hi", "#dev is a room", "# title", "12 monkeys", "^2nd"]) {
    assert.deepEqual(takeReference(text), { rest: text });
  }
});

Deno.test("a time leads or is not there", () => {
  assert.deepEqual(takeTime("2h go away"), { seconds: 7200, rest: "go away" });
  assert.deepEqual(takeTime("10 times"), { rest: "10 times" });
});

Deno.test("property: nothing of what is typed is lost, and nothing throws", () => {
  const words = fc.array(
    fc.constantFrom("@sis", "@", "^", "^2", "#1", "#", "10m", "text", "\n", " "),
  );
  fc.assert(fc.property(words, (parts) => {
    const args = parts.join(" ");
    const letters = (text: string) => text.replace(/\s/g, "");
    const { word, rest } = takeWord(args);
    assert.equal(letters(word + rest), letters(args));
    assert.ok(letters(args).endsWith(letters(takePeople(args).text)));
    assert.ok(letters(args).endsWith(letters(takeReference(args).rest)));
  }));
});
