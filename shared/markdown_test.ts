import assert from "node:assert/strict";
import fc from "fast-check";
import { type Block, type Inline, parseMarkdown } from "./markdown.ts";
import { safeUrl } from "./markdown_inline.ts";

/** A tree in short: `**a**` is `strong(a)`. */
function short(blocks: readonly Block[]): string {
  return blocks.map((block) => {
    switch (block.type) {
      case "paragraph":
        return inShort(block.inlines);
      case "quote":
        return `quote(${short(block.blocks)})`;
      case "code":
        return `block ${block.language}(${block.text})`;
      case "list":
        return block.items.map(({ depth, number, inlines }) =>
          `item ${depth} ${number ?? "-"}(${inShort(inlines)})`
        ).join(" ");
    }
  }).join(" | ");
}

function inShort(inlines: readonly Inline[]): string {
  return inlines.map((inline) => {
    switch (inline.type) {
      case "text":
        return inline.text;
      case "code":
        return `code(${inline.text})`;
      case "link":
        return `link ${inline.url}(${inShort(inline.inlines)})`;
      default:
        return `${inline.type}(${inShort(inline.inlines)})`;
    }
  }).join("");
}

function read(text: string): string {
  return short(parseMarkdown(text));
}

const CASES: [text: string, tree: string][] = [
  ["plain text", "plain text"],
  ["two\nlines", "two\nlines"],
  ["two\n\nparagraphs", "two | paragraphs"],
  ["windows\r\nlines", "windows\nlines"],
  ["**bold** *italic* _italic_", "strong(bold) emphasis(italic) emphasis(italic)"],
  ["***both***", "strong(emphasis(both))"],
  ["**a *b* c**", "strong(a emphasis(b) c)"],
  ["*a **b** c*", "emphasis(a strong(b) c)"],
  ["这是**重要**的", "这是strong(重要)的"],
  ["snake_case_name 2*3*4 __init__ ****", "snake_case_name 2*3*4 __init__ ****"],
  ["2 * 3 * 4", "2 * 3 * 4"],
  ["*never closed", "*never closed"],
  ["*a *b*", "*a emphasis(b)"],
  ["*a **b*", "emphasis(a **b)"],
  ["*a _b*", "emphasis(a _b)"],
  ["*a _b_ c*", "emphasis(a emphasis(b) c)"],
  ["*a_ b*", "emphasis(a_ b)"],
  ["\\*stars\\* and \\n", "*stars* and \\n"],
  ["`a * b` *c*", "code(a * b) emphasis(c)"],
  ["``a ` b`` `` ` ``", "code(a ` b) code(`)"],
  ["`open **bold**", "`open strong(bold)"],
  ["```ts\nlet a;\n\n*b*\n```\nafter", "block ts(let a;\n\n*b*) | after"],
  ["before\n```\nopen", "before | block (open)"],
  ["````\n```\n````", "block (```)"],
  ["```not a block```", "code(not a block)"],
  ["> quote\n> **more**\nafter", "quote(quote\nstrong(more)) | after"],
  ["> a\n> > b", "quote(a | quote(b))"],
  [">>>> deep", "quote(quote(quote(> deep)))"],
  [">:( no quote", ">:( no quote"],
  ["- a\n- **b**", "item 0 -(a) item 0 -(strong(b))"],
  ["* a\n  * b\n    goes on\n+ c", "item 0 -(a) item 1 -(b\ngoes on) item 0 -(c)"],
  ["1. a\n2) b", "item 0 1(a) item 0 2(b)"],
  ["- \n-a", "- \n-a"],
  ["# no heading", "# no heading"],
  ["[Parley](https://example.org/a_(b))!", "link https://example.org/a_(b)(Parley)!"],
  ["[**a** `b`](https://example.org)", "link https://example.org/(strong(a) code(b))"],
  [
    "see https://example.org/a?b=c&d_e_f.",
    "see link https://example.org/a?b=c&d_e_f(https://example.org/a?b=c&d_e_f).",
  ],
  ["(https://example.org/a_(b))", "(link https://example.org/a_(b)(https://example.org/a_(b)))"],
  ["**https://example.org**", "strong(link https://example.org/(https://example.org))"],
  ["见https://example.org。好", "见link https://example.org/(https://example.org)。好"],
  ["<mailto:a@example.org>", "link mailto:a@example.org(mailto:a@example.org)"],
  ["https://bücher.example", "link https://xn--bcher-kva.example/(https://bücher.example)"],
  ["xhttps://example.org", "xhttps://example.org"],
  ["[a] (b) [c]() []", "[a] (b) [c]() []"],
];

Deno.test("the subset of Markdown is read as people mean it, the rest stays text", () => {
  for (const [text, tree] of CASES) assert.equal(read(text), tree, text);
});

Deno.test("links lead to http, https and mailto only, and not elsewhere than they say", () => {
  const unsafe = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "vbscript:x",
    "//example.org",
    "/etc",
    "https://bank.example@evil.example",
    "https://",
    "https://[",
  ];
  for (const url of unsafe) {
    assert.equal(safeUrl(url), undefined, url);
    assert.doesNotMatch(read(`[a](${url}) <${url}> ${url}`), /link/, url);
  }
  assert.doesNotMatch(
    read("[https://bank.example](https://evil.example)"),
    /evil.example\/\(https:..bank/,
  );
  assert.doesNotMatch(read("[www.bank.example](https://evil.example)"), /\(www/);
});

/** Texts that are mostly marks. */
const marked = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...["*", "**", "_", "`", "``", "```", "[", "](", ")", "<", ">", "> ", "- ", "1. ", "\n"],
      ...["https://a.b", "mailto:a", " ", "\\", "a", "é", "\u{1f600}", "\u202e", "\ud800", "\0"],
    ),
    fc.string({ unit: "binary", maxLength: 5 }),
  ),
  { maxLength: 60 },
).map((parts) => parts.join(""));

function* leaves(blocks: readonly Block[]): Generator<string> {
  for (const block of blocks) {
    if (block.type === "code") yield block.text;
    else if (block.type === "quote") yield* leaves(block.blocks);
    else if (block.type === "list") {
      for (const item of block.items) yield* leavesOf(item.inlines);
    } else yield* leavesOf(block.inlines);
  }
}

function* leavesOf(inlines: readonly Inline[]): Generator<string> {
  for (const inline of inlines) {
    if ("text" in inline) yield inline.text;
    else yield* leavesOf(inline.inlines);
  }
}

Deno.test("whatever is written can be read: nothing is made up, and nothing but marks is left out", () => {
  fc.assert(
    fc.property(marked, (text) => {
      const parts = [...leaves(parseMarkdown(text))];
      const shown = parts.join("");
      // What is shown stands in the text, in the same order.
      let at = 0;
      for (const unit of shown.split("")) {
        at = text.replace(/\r\n?/g, "\n").indexOf(unit, at) + 1;
        assert.notEqual(at, 0, JSON.stringify({ text, shown }));
      }
      const letters = (all: string) =>
        all.replace(/\]\([^\n]*|`[^\n]*|[^a\u{1f600}é]/gu, "").length;
      // Each by itself: together they would lose the ends of the lines.
      const kept = parts.reduce((sum, part) => sum + letters(part), 0);
      assert.ok(kept >= letters(text), JSON.stringify({ text, shown }));
    }),
    { numRuns: 500 },
  );
});

Deno.test("long texts of nothing but marks take no longer than others", () => {
  // Were the time quadratic, this would not end within an hour.
  const marks = [
    "*a ",
    "**a *b ",
    "_",
    "`",
    "[",
    "[](",
    "[a](b",
    "<http://",
    "http://[",
    "> ",
    "- a\n",
    "\\",
  ];
  for (const mark of marks) parseMarkdown(mark.repeat(100_000));
  parseMarkdown(Array.from({ length: 1000 }, (_, n) => "`".repeat(n) + "a").join(""));
});
