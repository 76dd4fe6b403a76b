import assert from "node:assert/strict";
import fc from "fast-check";
import { DatabaseSync } from "node:sqlite";
import type { MessageEvent } from "../../shared/protocol/mod.ts";
import { isEmpty, marksOf, parseQuery } from "./query.ts";
import { toIndexed, toMatch } from "./selection.ts";

/** What a query looks for, in short: `-` excluded, `*` a beginning. */
function short(text: string): string[] {
  const { terms, excluded } = parseQuery(text);
  const write = (sign: string) => ({ words, beginning }: typeof terms[number]) =>
    sign + words.join(" ") + (beginning ? "*" : "");
  return [...terms.map(write("")), ...excluded.map(write("-"))];
}

Deno.test("words, phrases, beginnings and what to leave out", () => {
  assert.deepEqual(short('Deploy "the new server" serv* -staging -"old one"'), [
    "deploy",
    "the new server",
    "serv*",
    "-staging",
    "-old one",
  ]);
  assert.deepEqual(short('„guten Tag“ “curly” "never closed'), [
    "guten tag",
    "curly",
    "never closed",
  ]);
  assert.deepEqual(short("don't foo-bar a@b.example"), ["don t", "foo bar", "a b example"]);
});

Deno.test("part of a text without spaces is a phrase of pairs; a single character is a beginning", () => {
  assert.deepEqual(short("日本語 日本 日"), ["日本 本語", "日本", "日*"]);
  assert.deepEqual(short("iOS版 版iOS"), ["ios 版*", "版 ios"]);
});

Deno.test("operators narrow down, in whatever case, with a minus too", () => {
  const query = parseQuery('from:Alice -FROM:@bob in:#ops in:"ops 2" has:link deploy');
  assert.deepEqual(query.from, [{ name: "Alice", not: false }, { name: "@bob", not: true }]);
  assert.deepEqual(query.in.map(({ name }) => name), ["#ops", "ops 2"]);
  assert.equal(query.link, true);
  assert.equal(parseQuery("-has:link").link, false);
  assert.equal(query.terms.length, 1);
});

Deno.test("before a day starts, after it ends; of several, the narrowest", () => {
  const query = parseQuery("after:2026-11-18 before:2026-11-20 before:2027-01-01");
  assert.equal(new Date(query.since!).toJSON(), "2026-11-19T00:00:00.000Z");
  assert.equal(new Date(query.until!).toJSON(), "2026-11-20T00:00:00.000Z");
});

Deno.test("what makes no sense is taken as words", () => {
  assert.deepEqual(
    short("before:2026-02-30 after:yesterday has:wings -before:2026-01-01 from: x:y"),
    [
      "before 2026 02 30",
      "after yesterday",
      "has wings",
      "from",
      "x y",
      "-before 2026 01 01",
    ],
  );
  assert.deepEqual(short('AND OR NOT NEAR( ) { } ^ - * "" + \\ %'), ["and", "or", "not", "near"]);
  assert.ok(isEmpty(parseQuery('!? "" - *')));
  assert.ok(!isEmpty(parseQuery("after:2026-01-01")));
});

Deno.test("marks are UTF-16 offsets of all that fits, joined where they touch", () => {
  const marked = (query: string, text: string) =>
    marksOf(parseQuery(query), text)?.map(([start, end]) => text.slice(start, end));
  assert.deepEqual(marked("cafe ser*", "🎉 Le Café serves café"), ["Café", "serves", "café"]);
  assert.deepEqual(marked('"new server" server', "the new server"), ["new server"]);
  assert.deepEqual(marked("本語", "日本語です"), ["本語"]);
  assert.deepEqual(marked("本 で", "日本語です"), ["本", "で"]);
  assert.deepEqual(marked("gone", "it stays"), undefined);
  assert.deepEqual(marked("it -stays", "it stays"), undefined);
  assert.deepEqual(marked("from:alice", "anything"), []);
});

function message(text: string): MessageEvent {
  const author = { id: "U0000000000000000", name: "alice" };
  const room = "R0000000000000000";
  return { type: "event", kind: "message", room, seq: 1, at: 0, author, id: "m", text };
}

/** Anything, and what looks like the query language or like FTS5's. */
const typed = fc.array(
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.constantFrom(..."ab\"'*-():{}^+_日本語é “”\n\0".split("")),
    fc.constantFrom(
      "AND",
      "OR ",
      "NOT ",
      "NEAR(",
      "from:",
      "in:",
      "has:link ",
      "before:2026-01-01 ",
    ),
  ),
  { maxLength: 12 },
).map((parts) => parts.join(""));

Deno.test("whatever is typed, FTS5 takes it, and finds the very texts that it marks", () => {
  const database = new DatabaseSync(":memory:");
  database.exec(
    `CREATE VIRTUAL TABLE indexed USING fts5 (words, prefix = '1 2 3',
       tokenize = "ascii tokenchars '_'")`,
  );
  const write = database.prepare("INSERT OR REPLACE INTO indexed (rowid, words) VALUES (1, ?)");
  const find = database.prepare("SELECT rowid FROM indexed WHERE indexed MATCH ?");
  const texts = fc.tuple(typed, typed, typed).map(([a, b, c]) => a + b + c);
  fc.assert(
    fc.property(typed, texts, fc.boolean(), (asked, around, contained) => {
      const text = contained ? `${around} ${asked} ${around}` : around;
      const query = parseQuery(asked);
      write.run(toIndexed(message(text), "public"));
      const match = toMatch({ ...query, tags: [["_public"]], excludedTags: [] });
      assert.equal(find.all(match).length > 0, marksOf(query, text) !== undefined);
    }),
    { numRuns: 1000 },
  );
  database.close();
});
